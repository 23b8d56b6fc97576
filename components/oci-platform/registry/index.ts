export type { ImageRegistryArgs, ImageRegistryChildren } from "./args";
export { ImageRegistry } from "./image-registry";
