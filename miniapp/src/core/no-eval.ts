/** Mini-programs forbid generated code; zod looks here before it tries. */
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };

export {};
