import { TOTP } from 'otpauth';
import { DEMO_PASSWORD, demoPeople, demoStaff } from '../city';

const roleNames: Record<string, string> = {
  officer: '审核员',
  registrar: '登簿员',
  auditor: '审计员',
  administrator: '管理员',
  'institution-clerk': '机构经办人',
};

/** The demonstration's accounts as JSON on standard output, for the table that `npm start` prints. */
const accounts = {
  password: DEMO_PASSWORD,
  citizens: demoPeople().map(({ name, idNumber, phone }) => ({ name, idNumber, phone })),
  staff: demoStaff.map(({ username, name, roles, totpSecret }) => ({
    username,
    name,
    role: roles.map((role) => roleNames[role] ?? role).join('、'),
    totpSecret,
    code: new TOTP({ secret: totpSecret }).generate(),
  })),
};
process.stdout.write(JSON.stringify(accounts));
