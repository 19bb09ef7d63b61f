import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Brand } from '../../app/brand';

/** A page for institutions that are not members yet. */
export function OpenPage({ children }: { children: ReactNode }) {
  return (
    <div className="open-page">
      <header className="open-head">
        <Link to="/sign-in" aria-label="珠城e登 登录">
          <Brand />
        </Link>
        <span className="shell-place">北海市不动产登记中心</span>
        <span className="grow" />
        <Link to="/enterprise/apply">申请备案</Link>
        <Link to="/enterprise/apply/status">查询进度</Link>
        <Link to="/sign-in">登录工作台</Link>
      </header>
      <main className="open-body">{children}</main>
    </div>
  );
}
