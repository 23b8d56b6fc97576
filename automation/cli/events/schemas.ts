/** What `events publish --json` writes. */
export const EVENTS_PUBLISH_SCHEMA = "causeway.events-publish/1";

/** What `events replay --json` writes. */
export const EVENTS_REPLAY_SCHEMA = "causeway.events-replay/1";

/** What `events dead-letters --json` writes. */
export const EVENTS_DEAD_LETTERS_SCHEMA = "causeway.events-dead-letters/1";
