import type { SeedProduct } from "./seed-product";

export const inks: readonly SeedProduct[] = [
  {
    sku: "iron-gall-ink",
    name: "Iron gall ink",
    price: 1450,
    stock: 240,
    summary: "Oak galls and iron, pale on the nib and black by morning",
    description:
      "Wasps do the first part of the work. They sting the oak, the oak grows a gall, and we crush the galls with iron salts and gum arabic to make an ink that goes down grey and turns black while you sleep. It bites into the paper and will outlast the argument it records. Rinse your nib afterwards, and do not leave it in a pen you are fond of.",
  },
  {
    sku: "verdigris-ink",
    name: "Verdigris ink",
    price: 1800,
    stock: 0,
    summary: "Copper green, brewed slowly and in small amounts",
    description:
      "Copper plates hung over vinegar grow a blue-green crust in about six weeks, and there is no persuading them to hurry. We scrape it, grind it, bind it with gum and filter it twice, which is why the shelf is so often bare. The colour is clear and cold, like a church roof after rain. Good for headings and boundary lines. Keep it away from iron, silver, and children.",
  },
  {
    sku: "rubricators-red",
    name: "Rubricator’s red",
    price: 1550,
    stock: 130,
    summary: "Opaque red for feast days, totals and second thoughts",
    description:
      "Scribes once left gaps in the page for a colleague with a red pot to fill in later. You may be your own colleague. This is an opaque pigment ink, warm rather than pink, that sits up on the paper and stays where it is put. Shake the bottle first, since the colour is heavy and inclined to sulk at the bottom. Sold in an eight-sided bottle that refuses to roll.",
  },
  {
    sku: "lampblack-ink-stick",
    name: "Lampblack ink stick",
    price: 2200,
    stock: 75,
    summary: "Pine soot and hide glue, pressed and gilded",
    description:
      "Soot, glue and patience, pressed into a pearwood mould and dried in ash for most of a year. Put a spoonful of water on the stone, stand the stick upright and grind in slow circles until the surface goes from glassy to velvet. That takes five minutes, which is also how long it takes to decide what you meant to write. The black is dense and permanent. Slate ink stone included.",
  },
  {
    sku: "walnut-ink-crystals",
    name: "Walnut ink crystals",
    price: 950,
    stock: 310,
    summary: "A tin of brown sparkle that wants only water",
    description:
      "Despite the name and the nut on the tin, the brown comes from peat, as it has for a century or so, and we see no reason to hide it. Stir a scoop of crystals into warm water for a tint like weak tea, two for tobacco, three for a well-kept saddle. It never clogs, forgives every mistake and costs almost nothing per page. The tin makes several litres. The scoop is yours to keep.",
  },
  {
    sku: "registrars-blue-black",
    name: "Registrar’s blue-black",
    price: 2850,
    stock: 90,
    summary: "A quart of permanent blue-black in stoneware",
    description:
      "Births, marriages and deaths have been written in something very like this, and so far nobody has managed to wash one off. It flows blue, so that you can see what you are doing, and darkens over a week to a black that light does not trouble. Supplied by the quart in a salt-glazed bottle with a pouring lip and one honest drip. Suitable for dip pens and for parishes of any size.",
  },
];
