/** The one place where the platform touches the shared contract; everything in `platform/` imports it from here. */

export type {
  AgentOfParty,
  AgentScope,
  Assurance,
  AssuranceLevel,
  ErrorCode,
  ErrorReply,
  FieldFault,
  Role,
  RouteDefinition,
} from '@zhucheng/shared';
export {
  actingForHeader,
  deviceHeader,
  errorCatalogue,
  inScope,
  isSensitive,
  missingFor,
  missingOn,
} from '@zhucheng/shared';
