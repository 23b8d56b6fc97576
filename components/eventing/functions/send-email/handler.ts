import { channelHandler } from "../notify/channel-handler";
import { toCustomer } from "../notify/notification";

export const handler = channelHandler("send-email", toCustomer);
