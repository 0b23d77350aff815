import type { SeedProduct } from "./seed-product";

export const hourglasses: readonly SeedProduct[] = [
  {
    sku: "brass-hourglass",
    name: "Brass hourglass",
    price: 3800,
    stock: 240,
    summary: "One hour of sand between two slabs of brass",
    description:
      "Two brass plates, four steel rods and a single piece of blown glass, with nothing in the middle but a waist and some patience. The sand runs for an hour, give or take forty seconds, which is closer than most meetings. It weighs just under a kilo and stays where you put it. The plates are left unlacquered, so your fingerprints become part of the record.",
  },
  {
    sku: "ships-log-glass",
    name: "Ship’s log glass",
    price: 2900,
    stock: 160,
    summary: "Twenty-eight seconds, for counting knots or short speeches",
    description:
      "Sailors turned one of these while a knotted line ran out astern, and read the ship’s speed from the knots. Ours has turned ash posts, oak ends and a waist bound in red twine, because a joint at sea wants wrapping. A metre of hemp lanyard keeps it off the deck. On land it measures twenty-eight seconds, which is about how long people listen.",
  },
  {
    sku: "sermon-glass",
    name: "Sermon glass",
    price: 18500,
    stock: 44,
    summary: "Four glasses in one frame, a quarter hour apart",
    description:
      "Turn the frame once and four glasses start together: a quarter, a half, three quarters and the full hour. Parish clerks kept one by the pulpit so the congregation could see how much was left. The frame is brass with a limewood pediment, and the sand is dyed red for reading from the back pew. Two hands are needed to turn it, and some nerve if anyone is speaking.",
  },
  {
    sku: "three-minute-egg-glass",
    name: "Three-minute egg glass",
    price: 1450,
    stock: 380,
    summary: "Sycamore timer and a green cup; you supply the egg",
    description:
      "The ends are turned from sycamore that has been dried for two years, then oiled, so a wet hand does no harm. Golden sand falls for three minutes, which suits a small egg from the larder and insults a large one from the fridge. A green glazed cup comes with it. For kitchens where breakfast is entered in a book, and for anyone learning to wait.",
  },
  {
    sku: "turnover-wall-glass",
    name: "Turnover wall glass",
    price: 5600,
    stock: 95,
    summary: "A wall-mounted half hour that flips on a brass pivot",
    description:
      "Screw the green iron ring to the wall, hang the glass in its clamp, and half an hour becomes something you flip with one finger. The pivot is stiff enough to hold at any angle, so the sand can be stopped mid-run by tipping it level. Sixty marks round the ring serve no purpose to the glass at all, but clerks like having something to read off.",
  },
  {
    sku: "winged-glass",
    name: "Winged glass",
    price: 7400,
    stock: 70,
    summary: "Fifteen minutes of memento mori, also a bookend",
    description:
      "Gravestone carvers gave the hourglass wings to say that time flies, and nobody has improved on the joke. These wings are cast in white metal and bolted to brass caps; the stepped base is red stained oak, heavy enough to hold back a shelf of ledgers. Fifteen minutes from top to bottom. It is cheerful company for anybody who writes obituaries, wills or minutes.",
  },
];
