/** Unique among cases, so that a unit has one open case of a business whose declaration says so (`pending-same`). */
export const pendingKeyOf = (businessId: string, unitId: string): string => `${businessId}:${unitId}`;
