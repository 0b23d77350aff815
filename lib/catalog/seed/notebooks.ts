import type { SeedProduct } from "./seed-product";

export const notebooks: readonly SeedProduct[] = [
  {
    sku: "clothbound-ledger",
    name: "Clothbound ledger",
    price: 4200,
    stock: 120,
    summary: "Three hundred numbered pages in green book cloth and calf",
    description:
      "Three hundred numbered pages of cream laid paper, sewn in sections and cased in green book cloth, with calf on the spine and corners where ledgers usually die first. It opens flat at page one and still opens flat at page two hundred and ninety-nine. The rules are faint blue for items and faint red for regret. For treasurers, beekeepers, and anyone who has been asked where the money went.",
  },
  {
    sku: "pocket-memorandum-book",
    name: "Pocket memorandum book",
    price: 850,
    stock: 260,
    summary: "Top-bound, perforated, with its own short pencil",
    description:
      "Somebody always says they will remember. This is for the person standing beside them: eighty perforated leaves bound at the top under red cloth, small enough for a waistcoat and stiff enough to write on against a gatepost. A cedar pencil rides in two loops on the side and has been cut short so that it cannot poke you. Pages tear out cleanly, should the evidence need to travel.",
  },
  {
    sku: "commonplace-book",
    name: "Commonplace book",
    price: 2650,
    stock: 150,
    summary: "Blank octavo for other people’s good sentences",
    description:
      "Copy out what you admire and you will own it twice. The paper is a heavy wove that takes iron gall without complaint, ruled so lightly that you may ignore it, and the last sixteen pages are set out as an index by letter and vowel, in the manner John Locke recommended. Opens flat, keeps its place with a red ribbon, and asks only that you write down where you found things.",
  },
  {
    sku: "long-stitch-journal",
    name: "Long-stitch journal",
    price: 3800,
    stock: 85,
    summary: "Vegetable-tanned wrap, linen thread, no glue anywhere",
    description:
      "No glue was used, which means nothing here can come unstuck. Five sections of cotton paper are sewn straight through the spine with waxed linen, the stitches left in plain sight along a red band, and a single hide wraps the lot and ties round a brass button. It arrives stiff as a new boot and softens by the second month. For travellers, surveyors, and people who get rained on.",
  },
  {
    sku: "concertina-notebook",
    name: "Concertina notebook",
    price: 1900,
    stock: 95,
    summary: "Two metres of paper that folds into a coat pocket",
    description:
      "Unfolded, it is a little over two metres long and about as high as your hand. Folded, it disappears between two green boards. Draw a coastline and it will not be interrupted by a staple; keep a family tree and there is room for the cousins. The cartridge paper takes pencil, pen and a modest wash on both sides. Stand it along a shelf when finished and visitors will read the whole thing.",
  },
  {
    sku: "deckle-edge-quire",
    name: "Deckled quire",
    price: 1600,
    stock: 180,
    summary: "Twenty-five handmade sheets, feathered on all four sides",
    description:
      "A quire is twenty-five sheets, and these were lifted one at a time from a vat of cotton rag, so no two weigh quite the same. The edges feather where the pulp crept under the frame, and a small crown shows when you hold a sheet to the window. It is sized with gelatine, hard enough for a quill. Use it for letters that will be kept, and cheaper stuff for the rest.",
  },
];
