/** The one place where the platform touches the shared contract; everything in `platform/` imports it from here. */

export type { ErrorCode, ErrorReply, FieldFault, Role, RouteDefinition } from '@zhucheng/shared';
export { errorCatalogue } from '@zhucheng/shared';
