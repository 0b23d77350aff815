import type { SeedProduct } from "./seed-product";

export const seals: readonly SeedProduct[] = [
  {
    sku: "vermilion-sealing-wax",
    name: "Vermilion sealing wax",
    price: 900,
    stock: 280,
    summary: "Two hard sticks of shellac wax that snap when opened",
    description:
      "Proper letter wax is mostly shellac, so it sets hard and breaks with a small report that tells you someone has been reading your post. Each square stick makes about thirty seals. Hold it above the flame, not in it, or you will add soot to the recipe; let it drip, stir the puddle once, and press with a cold, breathed-upon seal. Two sticks to the box. The red is the red you are thinking of.",
  },
  {
    sku: "turned-desk-seal",
    name: "Turned desk seal",
    price: 6800,
    stock: 70,
    summary: "Boxwood handle, brass die, room for your arms",
    description:
      "The handle is boxwood, turned to fill the palm and banded so that you know by touch which way is up. Beneath it sits a heavy brass die, thirty millimetres across and left blank for your engraver, who will thank us for the depth of metal. Its weight does most of the pressing. Stand it on the blotter between letters and people will lower their voices a little, without knowing why.",
  },
  {
    sku: "signet-ring",
    name: "Signet ring, engraved bee",
    price: 16500,
    stock: 45,
    summary: "Solid brass, with a bee cut in reverse",
    description:
      "A bee, because it is industrious, keeps good accounts and is left alone by sensible people. She is cut deep and in reverse into a white enamelled oval, so that the wax gets her the right way round, and the band beneath is solid brass, rounded inside for the comfort of the knuckle. Expect it to darken with wear and to be noticed across a table. Kept in sizes from J to Z.",
  },
  {
    sku: "wax-melting-lamp",
    name: "Wax-melting lamp",
    price: 5400,
    stock: 65,
    summary: "Spirit lamp, brass legs and a deep pouring pan",
    description:
      "For those with forty envelopes to close and only one temper. A squat glass lamp burns clear spirit under a brass pan, which holds enough wax for two dozen seals and pours from either side without smoke or scorched fingertips. The handle is ash and stays cool. Trim the wick level, fill the glass no more than halfway, and resist the suggestion, made by every guest, that it would also do for an egg.",
  },
  {
    sku: "desk-embossing-press",
    name: "Desk embossing press",
    price: 12500,
    stock: 50,
    summary: "Cast iron, gilt lined, and heavier than it looks",
    description:
      "Seven kilograms of cast iron in green enamel, lined in gilt by a hand that shook only slightly. Slide the sheet between the dies, lean on the lever, and the paper comes out with a raised star that no photocopier can flatter. The throat is deep enough to reach the middle of a folded deed. Companies, libraries and very small countries will find it useful. Your own device can be cut on request.",
  },
  {
    sku: "boxwood-skippet",
    name: "Boxwood skippet",
    price: 3950,
    stock: 80,
    summary: "A turned box to keep a hanging seal from harm",
    description:
      "Great seals hang from their charters on cords, and like anything that hangs they get knocked. The skippet is the old answer: a shallow box turned from one piece of boxwood, with two holes in the rim for the silk and a lid that closes with a faint sigh. It holds an impression up to seventy millimetres across. The castle in our drawing is not supplied. Archivists will know at once whether they need one.",
  },
];
