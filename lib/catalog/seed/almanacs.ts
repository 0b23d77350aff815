import type { SeedProduct } from "./seed-product";

export const almanacs: readonly SeedProduct[] = [
  {
    sku: "tide-tables",
    name: "Tide tables",
    price: 650,
    stock: 360,
    summary: "A year of high water, with a loop for the nail",
    description:
      "High and low water for twenty harbours, twice a day for a year, set in figures large enough to read by a torch held in the teeth. The green cloth cover has a brass eyelet and a knotted cord, because a book like this lives on a nail by the door. Sewn, never glued, so it opens flat and survives a soaking. The sea is early on page forty; we have told it.",
  },
  {
    sku: "tear-off-calendar",
    name: "Tear-off calendar",
    price: 1100,
    stock: 300,
    summary: "Three hundred and sixty-five leaves and a board to miss them",
    description:
      "Every morning you pull a leaf, and by December only the stubs remain under the red strip, which is the most accurate account of a year we know. The block is stapled to a shaped beech board that takes a new one each January. Numerals can be read across a workshop. The backs are blank and take ink well, so most yesterdays end up as shopping lists.",
  },
  {
    sku: "lunar-volvelle",
    name: "Lunar volvelle",
    price: 3200,
    stock: 85,
    summary: "An open book with a turning moon set into the page",
    description:
      "Inside a sewn almanac, on the right-hand page, three paper discs turn around a brass pin. Set the pointer to the date and the small window shows the moon as it will stand that night, waxing or waning, for the next nineteen years. The facing page gives the phases and some sensible remarks about each. Turn it gently by the rim. Children understand it at once; adults read the notes.",
  },
  {
    sku: "gardeners-almanac",
    name: "Gardener’s almanac",
    price: 1450,
    stock: 260,
    summary: "What to sow, when to worry, where to write it down",
    description:
      "Half of it is print: frosts, sowing weeks, moons, the habits of slugs. The other half is ruled paper, for what really happened. Bound in green cloth over stout boards, with brass corners that survive a potting shed and a linen ribbon that does not mind soil. A turnip presides on the cover. Press a leaf between the pages each spring and the book gets thicker and wiser.",
  },
  {
    sku: "clog-almanac",
    name: "Clog almanac",
    price: 2400,
    stock: 0,
    summary: "A year cut into a stick, as in old Staffordshire",
    description:
      "Before printed calendars were cheap, Staffordshire households kept the year on a squared stick: a notch for each day, a deeper one for each Sunday, and small signs for the feasts. We cut ours in boxwood by hand, a quarter of the year to each edge, and hang it by a tasselled cord. The carver is at work on the next batch and cannot be hurried; he goes by the stick.",
  },
  {
    sku: "perpetual-calendar",
    name: "Perpetual calendar",
    price: 7800,
    stock: 75,
    summary: "Three rollers, two knobs and no last page",
    description:
      "Turn the brass knobs each morning and three linen rollers bring up the weekday, the date and the sign of the zodiac, while a moon crosses the green arch above. Visitors reach for it as though it might pay out. The case is pale ash on a weighted base. It never runs out of years, but it does rely on you: miss a day and it will quietly stay wrong.",
  },
];
