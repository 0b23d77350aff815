import type { SeedProduct } from "./seed-product";

export const maps: readonly SeedProduct[] = [
  {
    sku: "fell-walkers-map",
    name: "Fell walker’s map",
    price: 1250,
    stock: 400,
    summary: "Folds into a pocket, and folds back again",
    description:
      "Five panels, one sheet and a crease pattern that goes back the way it came, which took us eleven attempts. Contours are drawn every ten metres, paths are dotted, and the tarn is where it says it is. The paper is made with cotton and a little resin, so it stands an hour of rain and any amount of pointing. Red cover, for finding it again in bracken.",
  },
  {
    sku: "desk-globe",
    name: "Desk globe",
    price: 12500,
    stock: 65,
    summary: "A tilted world with a brass meridian and green land",
    description:
      "Twelve printed gores are pasted over a plaster ball by hand, and if you look closely at the Sahara you can find the seam. The axis leans at the proper angle inside a brass meridian marked in degrees. Borders are left off; they kept changing while the varnish dried. A push with one finger gives about four turns. For settling arguments about Greenland, and starting others.",
  },
  {
    sku: "wall-map-of-two-hemispheres",
    name: "Wall map of two hemispheres",
    price: 6400,
    stock: 90,
    summary: "The whole round world, laid flat as two",
    description:
      "Both halves of the globe sit side by side on linen-backed paper, just over a metre wide, so the Pacific is cut in two and nobody has to be the middle. Oak rollers with brass sleeves and black knobs keep it flat; the cord is waxed and takes one nail. The cartouche has been left empty. Write your own title in it, or simply the date you gave up travelling.",
  },
  {
    sku: "planisphere",
    name: "Planisphere",
    price: 1900,
    stock: 280,
    summary: "Turn the disc to tonight and look up",
    description:
      "Set tonight’s date against the hour on the rim and the oval window shows which stars are above the horizon, no battery required. Two sheets of varnished board turn on a brass eyelet, stiff at first and then for years just right. Drawn for fifty-two degrees north and fair for five either side. The corners carry sun, moon, star and a comet, in case of cloud.",
  },
  {
    sku: "strip-road-map",
    name: "Strip road map",
    price: 2800,
    stock: 150,
    summary: "One road, three strips, and no interest in the rest",
    description:
      "A strip map shows the road you are on and very little else, in the manner of the coaching atlases. Ours follows an old post road from bottom to top, three strips to the scroll, with churches and inns in red, bridges, hills and which way is north for each stretch. Printed on laid paper and rolled. Read it upwards. If you leave the road, you leave the map.",
  },
  {
    sku: "sea-chart-of-the-minch",
    name: "Sea chart of the Minch",
    price: 4200,
    stock: 0,
    discontinued: true,
    summary: "Lewis to Skye on rag paper, with one sea monster",
    description:
      "Printed from a copper plate on heavy rag paper with the deckle left on, this chart covers the water between Lewis and the mainland, with Skye in the way. Soundings were taken from older surveys and the serpent from a man in Ullapool. The plate has since cracked across Harris, so we no longer print it. We keep the page for those who own one. Never steer by it.",
  },
];
