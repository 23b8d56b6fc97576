import { channelHandler } from "../notify/channel-handler";
import { toAccountManager } from "../notify/notification";

export const handler = channelHandler("slack-notify", toAccountManager);
