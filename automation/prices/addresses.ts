/** Where AWS publishes its lists. */
export const AWS_LISTS = "https://pricing.us-east-1.amazonaws.com";

/** Where Oracle publishes its list. */
export const OCI_LIST = "https://apexapps.oracle.com/pls/apex/cetools/api/v1/products/";
