import { handle } from "@fnproject/fdk";
import { createAuthorizer } from "./authorizer";
import { settingsFrom } from "./settings";

handle(createAuthorizer(settingsFrom(process.env)));
