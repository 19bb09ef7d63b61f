import { useEffect } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Brand } from './brand';
import { queryClient } from './query';
import { useSession } from './session';
import { SignInForm } from './sign-in-form';

/** Only places inside the workspace: `//elsewhere` is none. */
const inside = (path: string | null): string => (path && /^\/(?![/\\])/.test(path) ? path : '/');

/** Sign-in of centre staff and institution clerks: password and a one-time code. */
export function Component() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = inside(search.get('next'));
  const current = useSession();

  useEffect(() => {
    document.title = '登录 · 珠城e登';
    if (current && !current.expired) navigate(next, { replace: true });
  }, [current, navigate, next]);

  return (
    <main className="sign-in">
      <section className="sign-in-scene" aria-hidden="true">
        <Brand light />
        <div className="sign-in-words">
          <p>一窗受理 · 全程留痕</p>
          <p className="small">登记中心与合作机构的工作台</p>
        </div>
        <svg aria-hidden="true" className="sign-in-sea" viewBox="0 0 720 420" preserveAspectRatio="xMidYMax slice">
          <circle cx="470" cy="120" r="62" fill="#fff" opacity="0.95" />
          <circle cx="448" cy="100" r="18" fill="#cfe8f2" />
          <path d="M0 220c90-46 150 30 240 0s150-46 240 0 160 24 240-10v210H0z" fill="#1f86b1" />
          <path d="M0 270c80 34 160-34 240 0s160 34 240 0 160-34 240 0v150H0z" fill="#0f6f9b" />
          <path d="M0 330c90-30 150 26 240 0s150-30 240 0 150 26 240 0v90H0z" fill="#08577a" />
        </svg>
      </section>
      <section className="sign-in-desk">
        <div className="sign-in-card">
          <h1>登录工作台</h1>
          <p className="soft">{search.get('next') ? '登录后回到刚才的页面。' : '请使用单位分配的账号。'}</p>
          <SignInForm
            onDone={() => {
              queryClient.clear();
              navigate(next, { replace: true });
            }}
          />
          <p className="after-form soft">
            机构还没有入驻？<Link to="/enterprise/apply">申请机构入驻备案</Link>
          </p>
        </div>
        <p className="sign-in-foot">北海市不动产登记综合服务平台 · 所有操作均记入审计日志</p>
      </section>
    </main>
  );
}
