export { PublishError } from "./failure";
export { createFallback, type Fallback } from "./fallback";
export { publisherOf } from "./from-settings";
export { EventTooLargeError, outgoing, readFallback, type Outgoing } from "./outgoing";
export {
  createPublisher,
  type Outcome,
  type Published,
  type Publisher,
  type PublisherOptions,
} from "./publisher";
