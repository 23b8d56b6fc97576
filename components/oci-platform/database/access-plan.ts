/** Where databases, keys and secrets are. */
export interface AccessPlaces {
  /** OCIDs of the compartments of databases, and of keys and secrets. */
  readonly databases: string;
  readonly security: string;
}

/** Autonomous Databases of a compartment: the form of the Autonomous Database guide for one that is not there yet. */
function databasesOf(compartmentId: string): string {
  return `request.principal.type = 'autonomousdatabase', request.principal.compartment.id = '${compartmentId}'`;
}

/**
 * What an Autonomous Database needs to be encrypted with a customer key (Autonomous Database guide, "Prerequisites to Use
 * Customer-Managed Encryption Keys"), and what the vault needs to set a new password of ADMIN in it when a secret with a
 * target of type ADB is rotated. The words for the two kinds of principal are unverified.
 */
export function accessStatements({ databases, security }: AccessPlaces): string[] {
  return [
    `Allow any-user to use keys in compartment id ${security} where all {${databasesOf(databases)}}`,
    `Allow any-user to read vaults in compartment id ${security} where all {${databasesOf(databases)}}`,
    `Allow any-user to use autonomous-databases in compartment id ${databases} where all ` +
      `{request.principal.type = 'vaultsecret', request.principal.compartment.id = '${security}'}`,
  ];
}
