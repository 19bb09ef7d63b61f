/**
 * Statements that read a table from its first row to its last, by the file and name that the listing shows: each with its
 * reason, in one line. Whatever else does so fails the check, and so does a line here that nothing needs any more.
 */
export const readWhole: Record<string, string> = {
  'audit/audit.query AuditQuery.list': 'ends at the first encrypted entry, asked once in the life of a process',
  'audit/audit.query AuditQuery.counts': 'a count of everything, for the auditors’ page only',
  'identity/centre-staff.query CentreStaffQuery.list': 'some hundred accounts, those of the centre looked at together',
  'identity/centre-staff.query CentreStaffQuery.lockAll': 'some hundred accounts; changes of staff are rare',
  'payments/fee-cases.query FeeCasesQuery.appliedByMatter':
    'open cases, counted while a change of the fee table is proposed, a few times a year',
  'printing/kiosk.query KioskQuery.all': 'a few dozen machines, on one page',
};
