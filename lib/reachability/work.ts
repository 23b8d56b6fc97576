/** How much an answer took, counted where rules are looked at. */
export interface Work {
  evaluations: number;
}

export const noWork = (): Work => ({ evaluations: 0 });
