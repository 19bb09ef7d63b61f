import type { CertificateContent } from './certificate.types';
import { drawPageFooter, drawPageHeader } from './data-page';
import { drawQuietFrame } from './ornament';
import { drawPlanSheet, PLAN_SHEET, planCaption } from './plan-sheet';
import { rect, type Surface } from './surface';
import { PAGE, THEMES } from './theme';

/** Last page: the plan sheet, the very drawing that can also be had as a picture. */
export function drawPlanPage(s: Surface, content: CertificateContent, page: number, pages: number): void {
  const theme = THEMES[content.kind];
  s.path(rect(0, 0, PAGE.width, PAGE.height), { fill: theme.paper });
  drawQuietFrame(s, theme);
  drawPageHeader(s, content, '不动产单元平面图');
  s.within({ x: (PAGE.width - PLAN_SHEET.width) / 2, y: 112 }, () =>
    drawPlanSheet(s, content.plan, planCaption(content), theme),
  );
  drawPageFooter(s, content, page, pages);
}
