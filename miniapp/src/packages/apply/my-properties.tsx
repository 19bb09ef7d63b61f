import { View } from '@tarojs/components';
import { routes } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useLoad } from '@/core/use-load';
import { Banner, Button, Card, Cell, Sheet } from '@/ui';

interface Props {
  onChoose(certificateNumber: string, holder: string): void;
}

/** A short cut: one of the applicant's own properties instead of typing its number. */
export function MyProperties({ onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState('');
  const { data } = useLoad(() => call(routes.register.mine, {}), []);
  const { data: certificates } = useLoad(() => call(routes.certificates.mine, {}), []);
  const items = (data?.items ?? []).filter((item) => item.certificates.length > 0);
  if (items.length === 0) return null;
  const holderOf = (id: string) =>
    certificates?.items.find((one) => one.id === id)?.rightHolders.split(/[、,，]/)[0] ?? '';
  return (
    <View>
      {chosen && <Banner kind="ok">{`已选：${chosen}`}</Banner>}
      {!chosen && (
        <Card flush>
          <Cell
            id="choose-property"
            icon="house"
            title="从我的不动产中选"
            note="不用填证号"
            onTap={() => setOpen(true)}
          />
        </Card>
      )}
      <Sheet open={open} title="选择要办理的不动产" onClose={() => setOpen(false)}>
        {items.map((item, index) => {
          const certificate = item.certificates[0];
          return (
            <Cell
              key={item.unit.id}
              id={`property-${index}`}
              icon="house"
              title={item.unit.location}
              note={certificate?.number}
              onTap={() => {
                if (!certificate) return;
                setChosen(item.unit.location);
                setOpen(false);
                onChoose(certificate.number, holderOf(certificate.id));
              }}
            />
          );
        })}
        <Button kind="text" onTap={() => setOpen(false)}>
          不选，自己填
        </Button>
      </Sheet>
    </View>
  );
}
