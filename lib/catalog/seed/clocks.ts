import type { SeedProduct } from "./seed-product";

export const clocks: readonly SeedProduct[] = [
  {
    sku: "carriage-clock",
    name: "Carriage clock",
    price: 16500,
    stock: 60,
    summary: "Eight-day brass clock with a handle and an alarm",
    description:
      "Made to travel by coach, and so built to ignore being dropped into a bag. The case is solid brass with bevelled glass on four sides, the movement runs eight days on one winding, and the small lower dial sets an alarm that sounds like a polite cough in a metal bowl. Lift it by the handle: the pillars were cleaned with great care and show thumbs.",
  },
  {
    sku: "twin-bell-alarm-clock",
    name: "Twin-bell alarm clock",
    price: 3400,
    stock: 320,
    summary: "Two bells, one hammer, no snooze",
    description:
      "A red steel drum on splayed feet, with a hammer that hits both bells some eight times a second until you get up and stop it. There is no snooze, since a record of good intentions is still a record. Winds by two keys at the back, one for the time and one for the noise. The tick is loud; put it in the next room and it will work better.",
  },
  {
    sku: "skeleton-clock",
    name: "Skeleton clock",
    price: 24000,
    stock: 2,
    summary: "All the wheels on show, under a glass dome",
    description:
      "Everything a clock usually hides is out in the open here: the great wheel, the escapement, the train between them and a short pendulum swinging below. The frame is fretted by hand from brass plate, and the dome lifts off with both palms and held breath. We build a handful each year and make no secret of how. It keeps time to a minute a week, and you can watch it fail.",
  },
  {
    sku: "candle-clock",
    name: "Candle clock",
    price: 2600,
    stock: 210,
    summary: "Burns an hour a band and drops a pin in the dish",
    description:
      "Each red or white band of this beeswax candle takes an hour to burn in still air. Push a brass pin into the wax at the hour you want, and when the flame arrives the pin falls into the dish with a clear ring: an alarm that has worked for a thousand years without instructions. Comes with a chamber stick, six pins and two candles. In a draught it runs fast.",
  },
  {
    sku: "cuckoo-clock",
    name: "Cuckoo clock",
    price: 14800,
    stock: 55,
    summary: "Limewood house, pine-cone weights, one red bird",
    description:
      "The bird inside is painted red, which is wrong for a cuckoo, but the carver had a robin left over and we grew fond of it. Two small bellows make the call; pull up the cone with the slack chain to keep it honest for a day. Carved in limewood with a shingled roof. A lever under the left eave silences it at night, and visitors rarely find it.",
  },
  {
    sku: "hunter-watch",
    name: "Hunter watch",
    price: 9800,
    stock: 120,
    summary: "Pocket watch with a lid, a chain and a small seconds dial",
    description:
      "A lid over the glass was meant for riders, who fell on their watches. It still suits anyone who keeps keys in the same pocket. Press the crown and the cover springs open; close it with the thumb on the button, or the catch will wear. Brass case, hand-wound movement, separate seconds at six, and room inside the lid for a name, a date or a grievance.",
  },
];
