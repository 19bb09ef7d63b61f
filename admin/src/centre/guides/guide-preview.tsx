import { type GuideSection, type GuideView, guideSections } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { day, yuan } from '../../app/format';

export type ShownNote = GuideView['notes'][number];

/** A note as citizens see it: marked as the centre's, plain text. */
export const NoteBox = ({ text, updatedAt }: Pick<ShownNote, 'text' | 'updatedAt'>) => (
  <div className="guide-note" data-testid="note-preview">
    <small>登记中心说明 · {day(updatedAt)}</small>
    <p className="guide-note-text">{text}</p>
  </div>
);

const List = ({ items }: { items: string[] }) => (
  <ul className="guide-list">
    {items.map((item) => (
      <li key={item}>{item}</li>
    ))}
  </ul>
);

function contentOf(guide: GuideView): Record<GuideSection, ReactNode> {
  const { fees } = guide;
  return {
    conditions: <List items={guide.conditions} />,
    materials: <List items={guide.materials} />,
    samples: <List items={guide.samples.map(({ field, example }) => `${field}：${example}`)} />,
    steps: (
      <ol className="guide-list numbered">
        {guide.steps.map(({ name, actor, text }) => (
          <li key={name}>
            <strong>{name}</strong> <span className="soft">（{actor}）</span> {text}
          </li>
        ))}
      </ol>
    ),
    parties: <List items={guide.parties.map(({ name, who, how }) => `${name}：${who}。${how}。`)} />,
    fees: (
      <List
        items={[
          ...(fees.remark ? [fees.remark] : []),
          ...fees.rows.map(
            ({ uses, perUnitFen, furtherCopyFen, zeroReason }) =>
              `${uses}：${perUnitFen === 0 ? (zeroReason ?? '不收登记费') : `${yuan(perUnitFen)} 每件`}${furtherCopyFen ? `，第二本起每本 ${yuan(furtherCopyFen)}` : ''}`,
          ),
          ...fees.exemptions,
        ]}
      />
    ),
    times: <List items={guide.times.map(({ name, text }) => `${name}：${text}`)} />,
    result: <p>{guide.result}</p>,
    legalBasis: <List items={guide.legalBasis} />,
  };
}

/** The guide in short, with the notes in force where they stand. */
export function GuidePreview({ guide }: { guide: GuideView }) {
  const content = contentOf(guide);
  return (
    <div className="guide-preview" data-testid="guide-preview">
      <p className="soft">{guide.summary}</p>
      {(Object.keys(guideSections) as GuideSection[]).map((section) => (
        <section key={section}>
          <h3>{guideSections[section]}</h3>
          {content[section]}
          {guide.notes
            .filter((note) => note.section === section)
            .map((note) => (
              <NoteBox key={`${note.updatedAt}${note.text}`} {...note} />
            ))}
        </section>
      ))}
    </div>
  );
}
