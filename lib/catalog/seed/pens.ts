import type { SeedProduct } from "./seed-product";

export const pens: readonly SeedProduct[] = [
  {
    sku: "goose-quill",
    name: "Goose quill",
    price: 750,
    stock: 220,
    summary: "Left wing, hand cut, hardened in hot sand",
    description:
      "From the left wing, so that it curves away from a right-handed writer’s eye; tell us if you are the other sort and we will look on the other side of the goose. The barrel is cured in hot sand until it rings when flicked, then cut and slit by someone who has done some thousands. Expect a soft, talkative line and about four pages between trims. Barbs left on, for dignity.",
  },
  {
    sku: "reed-pens",
    name: "Reed pens, bundle of five",
    price: 1100,
    stock: 140,
    summary: "Five marsh reeds, five widths, one red cord",
    description:
      "Older than the quill by a few thousand years, and considerably easier to obtain from a ditch. Each reed is cut in winter, dried until straw-coloured, and trimmed to a square edge, from two millimetres to ten. The line starts wet, ends dry and shows every hesitation in between, which is either a fault or the point. When the tip softens, cut it again. You have quite a lot of reed.",
  },
  {
    sku: "glass-dip-pen",
    name: "Glass dip pen",
    price: 3400,
    stock: 3,
    summary: "Drawn and twisted in one piece, green cane in clear",
    description:
      "Drawn from a single rod of clear glass with a green cane twisted through it, then pulled to a point whose eight grooves hold enough ink for half a page. It has no slit and no flex, so it writes the same line in every direction, and it rinses clean in one swirl, which makes it the pen for trying new bottles. It will not survive a stone floor. Nor would you, dropped from that height.",
  },
  {
    sku: "ledger-fountain-pen",
    name: "Ledger fountain pen",
    price: 14500,
    stock: 60,
    summary: "Lever filler in vermilion, with a firm gold-plated nib",
    description:
      "Built for columns. The nib is gold-plated steel, firm and rather fine, so that a seven stays a seven however fast you add. A lever in the side fills the sac in one slow breath, and the red barrel can be found on a crowded desk, or on the person who borrowed it. It weighs twenty-four grams without the cap, balanced just behind the thumb. Please keep it on ordinary fountain pen ink.",
  },
  {
    sku: "steel-nib-sampler",
    name: "Steel nib sampler",
    price: 1250,
    stock: 170,
    summary: "Six nibs on a card, from hairline to broadside",
    description:
      "Six nibs held on a card by two red bands, so that you can find out which one you are before ordering a gross. There is a round-shouldered school nib, a mapping nib that splits hairs, a brass music nib with two slits, a left oblique, a square stub and a blunt-tipped one that forgives a heavy hand. Wipe off the factory oil before blaming the ink. All fit a standard holder.",
  },
  {
    sku: "quill-knife",
    name: "Quill knife",
    price: 4600,
    stock: 55,
    summary: "A short, stiff blade for nibs and second drafts",
    description:
      "This is the knife the penknife was named after, before it was given scissors and a thing for horses. One short carbon steel blade, flat on the left face and slightly rounded on the other, shuts into a handle of pale horn between brass bolsters. It takes the scoop, the slit and the final nip, and will lift a wrong word from parchment if you are calm. Oil it. It rusts out of spite.",
  },
];
