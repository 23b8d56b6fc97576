import { Component } from "../core";

/** The base of this area's components: `causeway:aws-platform:<Class>`, with `aws` in physical names. */
export abstract class AwsComponent<Children extends object = object> extends Component<Children> {
  protected override get areaWord(): string {
    return AREA_WORD;
  }
}

/** The area in physical names: a role's name has room for 37 characters beside the provider's suffix. */
export const AREA_WORD = "aws";
