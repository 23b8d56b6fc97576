import { platform } from "./reference";
import { runPlatform } from "./define/run";

export = () => runPlatform(platform);
