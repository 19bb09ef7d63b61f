import { password } from '@zhucheng/shared';

/** The contract's own rule, with its own words. */
export const passwordRules = [
  {
    validator: (_: unknown, value: string | undefined) => {
      const result = password.safeParse(value || undefined);
      return result.success ? Promise.resolve() : Promise.reject(new Error(result.error.issues[0]?.message));
    },
  },
];
