/** Something that keeps an environment from being a production one. Never has a secret in it. */
export interface Finding {
  /** A variable, a path, or what the sentence is about. */
  subject: string;
  fault: string;
  /** What to do. */
  remedy: string;
}

export const sentence = ({ subject, fault, remedy }: Finding): string => `${subject}：${fault}。${remedy}。`;

/** Production does not start; one sentence for each finding. */
export class UnfitForProduction extends Error {
  constructor(readonly findings: Finding[]) {
    const lines = findings.map((finding) => `  - ${sentence(finding)}`);
    super(
      `生产环境不能这样启动，请先处理以下 ${findings.length} 项（npm run doctor 可随时重新检查）：\n${lines.join('\n')}`,
    );
    this.name = 'UnfitForProduction';
  }
}
