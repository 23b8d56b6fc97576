// A bus with as many rules as asked for, and events like those of docs/events.md. All from a seed: both matchers get the
// same, in every run.
import { createRequire } from "node:module";
import path from "node:path";

const SERVICES = 40;
const FACTS = ["Created", "Changed", "Confirmed", "Cancelled", "Shipped"];
const CURRENCIES = ["USD", "EUR", "GBP"];
const COUNTRIES = ["US", "CA", "MX", "AE", "SA", "DE"];

/** Numbers below a limit, the same for the same seed (a linear congruential generator, as in ANSI C's example). */
function seeded(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}

const source = (service) => `com.acme.service-${service}`;
const type = (service, fact) => `Thing ${service} ${FACTS[fact]}`;

/** What rules ask for beside source and detail-type, in turn. */
const WHERE = [
  (draw) => ({ customerId: [`CUST-${draw(100)}`] }),
  (draw) => ({ totalAmount: [{ numeric: [">=", 100 * (1 + draw(20))] }], currency: [CURRENCIES[draw(3)]] }),
  (draw) => ({ shippingAddress: { country: [COUNTRIES[draw(6)], COUNTRIES[draw(6)]] } }),
  () => ({ items: { productId: [{ prefix: "DIGITAL-" }] } }),
  (draw) => ({
    orderId: [{ prefix: "ORD-PRIORITY-" }],
    currency: [{ "anything-but": [CURRENCIES[draw(3)]] }],
  }),
  () => ({ promoCode: [{ exists: true }], fulfilment: ["digital", "mixed"] }),
];

/** Patterns as text: more rules are on more kinds of events, 200 in all, and from there on more on each. */
export function makeRules(count) {
  const draw = seeded(1);
  return Array.from({ length: count }, (_, i) => {
    const kind = (i * 37) % (SERVICES * FACTS.length);
    const [service, fact] = [Math.floor(kind / FACTS.length), kind % FACTS.length];
    return JSON.stringify({
      source: [source(service)],
      "detail-type": [type(service, fact)],
      detail: WHERE[i % WHERE.length](draw),
    });
  });
}

/** Events as text, about 750 bytes each. */
export function makeEvents(root, count) {
  const dist = createRequire(path.join(root, "dist", "/"));
  const { orderCreated } = dist("./components/eventing/catalogue/order-created");
  const draw = seeded(2);
  return Array.from({ length: count }, () => {
    const service = draw(SERVICES);
    const item = () => ({
      productId: `${draw(4) === 0 ? "DIGITAL" : "PROD"}-${draw(1000)}`,
      quantity: 1 + draw(5),
      price: draw(50_000) / 100,
    });
    return JSON.stringify({
      version: "0",
      id: "7bf73129-1428-4cd3-a780-95db273d1602",
      "detail-type": type(service, draw(FACTS.length)),
      source: source(service),
      account: "111111111111",
      time: "2026-11-02T09:30:00Z",
      region: "us-east-1",
      resources: [],
      detail: {
        ...orderCreated.sample,
        orderId: `ORD-${draw(5) === 0 ? "PRIORITY-" : ""}01JD2W5K3GZ8V4Q6T9XACBEF17`,
        customerId: `CUST-${draw(100)}`,
        items: Array.from({ length: 1 + draw(4) }, item),
        totalAmount: draw(250_000) / 100,
        currency: CURRENCIES[draw(3)],
        shippingAddress: { ...orderCreated.sample.shippingAddress, country: COUNTRIES[draw(6)] },
        ...(draw(3) === 0 ? { promoCode: "SPRING" } : {}),
        fulfilment: ["digital", "physical", "mixed"][draw(3)],
      },
    });
  });
}
