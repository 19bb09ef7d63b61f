import { routes } from '@zhucheng/shared';
import { App } from 'antd';
import { useNavigate } from 'react-router';
import { asApiError } from '../../app/api';
import { useCommand, useForget } from '../../app/query';

/** Claims the most urgent unclaimed case and opens it; says so when there is none. */
export function useClaimNext() {
  const navigate = useNavigate();
  const forget = useForget();
  const { message } = App.useApp();
  const command = useCommand(routes.review.claimNext, ({ id }) => {
    void forget('queue');
    if (id) navigate(`/review/${id}`);
    else message.info('没有等待领取的办件了。');
  });
  return {
    busy: command.isPending,
    claimNext: () => {
      if (command.isPending) return;
      command.mutate({}, { onError: (error) => message.error(asApiError(error).message) });
    },
  };
}
