/** Patterns that the checker refuses or cannot judge, each with why it is harmless where it stands. */
export const allowed = new Map();
