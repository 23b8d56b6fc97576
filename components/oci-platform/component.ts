import { Component } from "../core";

/** The base of this area's components: `causeway:oci-platform:<Class>`, with `oci` in physical names. */
export abstract class OciComponent<Children extends object = object> extends Component<Children> {
  protected override get areaWord(): string {
    return "oci";
  }
}
