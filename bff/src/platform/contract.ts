/** The one place where the platform touches the shared contract; everything in `platform/` imports it from here. */

export type { AgentScope, ErrorCode, ErrorReply, FieldFault, Role, RouteDefinition } from '@zhucheng/shared';
export { actingForHeader, errorCatalogue, inScope } from '@zhucheng/shared';
