import type { UnitDetail } from '@zhucheng/shared';

type Plan = NonNullable<UnitDetail['plan']>;

/** The unit plan (分户图) to scale, with room names, room sizes and outer measures. */
export function PlanDrawing({ plan }: { plan: Plan }) {
  const margin = Math.max(plan.widthCm, plan.depthCm) * 0.09;
  const letter = Math.max(plan.widthCm, plan.depthCm) * 0.036;
  const metres = (cm: number): string => (cm / 100).toFixed(2);
  return (
    <svg
      className="plan"
      role="img"
      aria-label={`分户图，宽 ${metres(plan.widthCm)} 米，深 ${metres(plan.depthCm)} 米，${plan.rooms
        .map((room) => room.name)
        .join('、')}`}
      viewBox={`${-margin} ${-margin} ${plan.widthCm + margin * 1.3} ${plan.depthCm + margin * 1.3}`}
    >
      <rect width={plan.widthCm} height={plan.depthCm} className="plan-outer" strokeWidth={letter * 0.35} />
      {plan.rooms.map((room) => {
        const size = Math.min(letter, (room.w / Math.max(room.name.length, 3)) * 0.8);
        return (
          <g key={`${room.name}-${room.x}-${room.y}`}>
            <rect
              x={room.x}
              y={room.y}
              width={room.w}
              height={room.d}
              className="plan-room"
              strokeWidth={letter * 0.16}
            />
            <text x={room.x + room.w / 2} y={room.y + room.d / 2} fontSize={size} className="plan-name">
              {room.name}
            </text>
            {room.d > size * 3.2 && (
              <text
                x={room.x + room.w / 2}
                y={room.y + room.d / 2 + size * 1.2}
                fontSize={size * 0.8}
                className="plan-size"
              >
                {((room.w * room.d) / 10_000).toFixed(1)}㎡
              </text>
            )}
          </g>
        );
      })}
      <text x={plan.widthCm / 2} y={-margin * 0.35} fontSize={letter * 0.9} className="plan-size">
        {metres(plan.widthCm)} m
      </text>
      <text
        transform={`translate(${-margin * 0.35} ${plan.depthCm / 2}) rotate(-90)`}
        fontSize={letter * 0.9}
        className="plan-size"
      >
        {metres(plan.depthCm)} m
      </text>
    </svg>
  );
}
