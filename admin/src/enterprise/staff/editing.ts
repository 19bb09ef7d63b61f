import type { ClerkView } from '@zhucheng/shared';

/** Which dialog is open, and about whom. */
export type Editing = { what: 'permissions' | 'leave'; clerk: ClerkView } | { what: 'new' } | null;
