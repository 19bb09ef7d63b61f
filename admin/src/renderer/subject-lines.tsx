import type { AppointmentItem } from '@zhucheng/shared';
import { Button } from 'antd';
import { useState } from 'react';
import { acceptance } from '../app/format';

const FIRST = 3;

/** The cases of an appointment: the first few, and the others when asked for. */
export function SubjectLines({ of: subjects }: { of: AppointmentItem['subjects'] }) {
  const [all, setAll] = useState(false);
  const shown = all ? subjects : subjects.slice(0, FIRST);
  return (
    <>
      {shown.map((subject) => (
        <div key={subject.caseId}>
          {subject.text} <span className="soft mono nowrap">{acceptance(subject.acceptanceNumber)}</span>
        </div>
      ))}
      {subjects.length > FIRST && (
        <Button type="link" className="fold-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? '收起' : `共 ${subjects.length} 件，查看全部`}
        </Button>
      )}
    </>
  );
}
