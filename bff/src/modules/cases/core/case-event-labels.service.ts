import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../../platform/crypto/field-cipher';
import { Database } from '../../../platform/database/database';
import { seal } from '../../../platform/jobs/sealing';
import { Upgrades } from '../../../platform/jobs/upgrades';
import { eventByContext } from './case.query';

const labels = {
  table: 'case_event',
  plain: 'by_label',
  cipher: 'by_cipher',
  context: { of: 'case_id', by: eventByContext },
};

/** Encrypts who did what in the events of earlier versions, where names of officers and family agents stood in the clear. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseEventLabels {
  @Inject() cipher!: FieldCipher;
  @Inject() database!: Database;
  @Inject() upgrades!: Upgrades;

  @Init()
  start(): void {
    this.upgrades.add('case-event-labels', seal(this.database, this.cipher, labels));
  }
}
