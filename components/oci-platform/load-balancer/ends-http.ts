/** Marks a balancer whose listener reads HTTP; it is given out by the balancers that do, and exported to nobody. */
export const ENDS_HTTP: unique symbol = Symbol("ends HTTP");
