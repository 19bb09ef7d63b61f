import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Viewer } from '../cases/reading/case.view';
import { CitizenService } from '../identity/citizen.service';
import { StaffService } from '../identity/staff.service';
import type { Contact } from './appointment.view';

/** A citizen for herself, or an institution through one of its clerks. */
export interface Booker {
  kind: 'citizen' | 'institution';
  id: string;
  contact: Contact;
  idBlind: string;
  viewer: Viewer;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class Bookers {
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;
  @Inject() cipher!: FieldCipher;

  @Init()
  async init(): Promise<void> {
    this.citizens.onTakeover((tx, from, to) => tx.update('appointment', { booker_id: to }, { booker_id: from }));
  }

  /** Whose bookings this caller has to do with. */
  idOf(actor: Actor): string {
    return actor.kind === 'citizen' ? actor.id : (actor.institutionId ?? '');
  }

  /** Errors: REAL_NAME_REQUIRED; a field's, where an institution does not say who comes. */
  async of(actor: Actor, given?: { name: string; phone: string }): Promise<Booker> {
    if (actor.kind === 'citizen') {
      const { id, name, idNumber, phone } = await this.citizens.requireRealName(actor);
      const idBlind = idBlindOf(this.cipher, idNumber);
      return {
        kind: 'citizen',
        id,
        contact: { name, idNumber, phone },
        idBlind,
        viewer: { citizenId: id, idBlind, agent: actor.agent },
      };
    }
    const institution = actor.institutionId ? await this.staff.institutionById(actor.institutionId) : null;
    if (!institution) throw new Problem('FORBIDDEN');
    if (!given) throw Problem.field('contact', '请填写到场经办人的姓名和手机号。', 'required');
    const { id, creditCode } = institution;
    return {
      kind: 'institution',
      id,
      contact: { name: given.name, idNumber: creditCode, phone: given.phone },
      idBlind: idBlindOf(this.cipher, creditCode),
      viewer: { institutionId: id },
    };
  }
}
