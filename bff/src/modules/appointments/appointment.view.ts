import {
  type AppointmentItem,
  type AppointmentState,
  type AppointmentView,
  appointmentStates,
  type BookingKind,
  bookingKinds,
  type DayEntry,
  type Matter,
  matters,
  personName,
  phone,
} from '@zhucheng/shared';
import type { FieldCipher } from '../../platform/crypto/field-cipher';
import { placeholders } from '../../platform/database/sql';
import type { Read } from './appointment-rules';

/** Who comes; `idNumber` is a resident ID or credit code and addresses the messages. */
export interface Contact {
  name: string;
  idNumber: string;
  phone: string | null;
}

export interface AppointmentRow {
  id: string;
  number: string;
  point_id: string;
  slot_id: string;
  kind: BookingKind;
  matter: Matter;
  day: string;
  starts_at: number;
  ends_at: number;
  state: AppointmentState;
  version: number;
  booker_kind: 'citizen' | 'institution';
  booker_id: string;
  contact_cipher: string;
  note_cipher: string | null;
  marked_at: number | null;
  point_name: string;
  point_address: string;
  point_phone: string;
  code_cipher: string | null;
}

interface CaseRow {
  appointment_id: string;
  case_id: string;
  acceptance_number: string;
  subject: string;
}

export const contactContext = 'appointment.contact';
export const noteContext = 'appointment.note';

const select =
  'SELECT a.id, a.number, a.point_id, a.slot_id, a.kind, a.matter, a.day, a.starts_at, a.ends_at, a.state, a.version, ' +
  'a.booker_kind, a.booker_id, a.contact_cipher, a.note_cipher, a.marked_at, ' +
  'p.name AS point_name, p.address AS point_address, p.phone AS point_phone, k.code_cipher ' +
  'FROM appointment a JOIN service_point p ON p.id = a.point_id ' +
  "LEFT JOIN pickup_code k ON k.kind = 'booking' AND k.subject_id = a.id";

export type Found = AppointmentRow & { subjects: AppointmentItem['subjects'] };

/** Two statements; none for the cases if there is no row. */
export async function readAppointments(read: Read, condition: string, params: readonly unknown[]): Promise<Found[]> {
  const rows = await read<AppointmentRow>(`${select} ${condition}`, params);
  const ids = rows.map((row) => row.id);
  const cases =
    ids.length === 0
      ? []
      : await read<CaseRow>(
          'SELECT appointment_id, case_id, acceptance_number, subject FROM appointment_case ' +
            `WHERE appointment_id IN (${placeholders(ids)}) ORDER BY appointment_id, position`,
          ids,
        );
  const of = new Map<string, AppointmentItem['subjects']>();
  for (const { appointment_id, case_id, acceptance_number, subject } of cases) {
    const list = of.get(appointment_id) ?? [];
    list.push({ caseId: case_id, acceptanceNumber: acceptance_number, text: subject });
    of.set(appointment_id, list);
  }
  return rows.map((row) => ({ ...row, subjects: of.get(row.id) ?? [] }));
}

export const contactOf = (cipher: FieldCipher, row: Pick<AppointmentRow, 'contact_cipher'>): Contact =>
  cipher.decryptJson<Contact>(row.contact_cipher, contactContext);

export const itemOf = (row: Found, now: number): AppointmentItem => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  kindName: bookingKinds[row.kind],
  matter: row.matter,
  matterName: matters[row.matter].name,
  point: { id: row.point_id, name: row.point_name, address: row.point_address, phone: row.point_phone },
  slotId: row.slot_id,
  startsAt: Number(row.starts_at),
  endsAt: Number(row.ends_at),
  state: row.state,
  stateName: appointmentStates[row.state],
  version: row.version,
  subjects: row.subjects,
  changeable: row.state === 'booked' && Number(row.starts_at) > now,
});

const noteOf = (cipher: FieldCipher, row: Found): string | null =>
  row.note_cipher ? cipher.decrypt(row.note_cipher, noteContext) : null;

/** For its owner. */
export function viewOf(
  cipher: FieldCipher,
  row: Found,
  now: number,
  reveal: ((stored: string) => string) | null,
): AppointmentView {
  const contact = contactOf(cipher, row);
  const good = row.state === 'booked' || row.state === 'arrived';
  return {
    ...itemOf(row, now),
    pickupCode: good && row.code_cipher && reveal ? reveal(row.code_cipher) : null,
    contact: { name: contact.name, phoneMasked: contact.phone ? phone.mask(contact.phone) : null },
    note: noteOf(cipher, row),
  };
}

/** For the service point's desk: masked, without the code. */
export function dayEntryOf(cipher: FieldCipher, row: Found, now: number): DayEntry {
  const contact = contactOf(cipher, row);
  return {
    ...itemOf(row, now),
    booker: personName.mask(contact.name),
    phoneMasked: contact.phone ? phone.mask(contact.phone) : null,
    note: noteOf(cipher, row),
  };
}
