/**
 * Every code a client can receive, with its HTTP status and the sentence a person reads.
 * The sentence says what to do next; a field error repeats it at the field it concerns.
 */
export const errorCatalogue = {
  INVALID_INPUT: { status: 422, message: '有内容需要修改，请按提示更正后再提交。' },
  BODY_MALFORMED: { status: 400, message: '提交的内容无法识别，请刷新页面后重试。' },
  BODY_TOO_LARGE: { status: 413, message: '提交的内容太大，请精简后再提交。' },
  UNSUPPORTED_MEDIA: { status: 415, message: '提交的格式不受支持，请刷新页面后重试。' },
  UNAUTHENTICATED: { status: 401, message: '请先登录。' },
  FORBIDDEN: { status: 403, message: '您的账号没有办理此操作的权限。' },
  NOT_FOUND: { status: 404, message: '没有找到您要查看的内容，请核对后重试。' },
  CONFLICT: { status: 409, message: '内容已被更新，请刷新后再操作。' },
  SAVED_MEANWHILE: {
    status: 409,
    message: '您打开以后，这里的内容又被保存过，您填的没有丢。请对照两份内容，选好再保存。',
  },
  IDEMPOTENCY_KEY_MISSING: { status: 400, message: '请求缺少防重复标识，请刷新页面后重试。' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, message: '该请求标识已用于另一项操作，请刷新页面后重试。' },
  IN_PROGRESS: { status: 409, message: '上一次操作还在处理中，请稍候。' },
  TOO_MANY_REQUESTS: { status: 429, message: '操作太频繁，请稍后再试。' },
  UNAVAILABLE: { status: 503, message: '服务暂时繁忙，您填写的内容已保留，请稍后再试。' },
  INTERNAL: { status: 500, message: '系统出了点问题，您填写的内容已保留，请稍后再试。' },

  LOGIN_FAILED: { status: 401, message: '账号或密码不正确，请核对后重试，也可以用短信验证码登录。' },
  LOGIN_LOCKED: { status: 429, message: '输错的次数较多，请过一会儿再试，或用短信验证码登录。' },
  TOTP_INVALID: { status: 401, message: '动态口令不正确或已过期，请输入当前显示的 6 位数字。' },
  RESET_FAILED: {
    status: 422,
    message:
      '手机号、验证码或身份证号对不上，请重新获取验证码并核对。已实名的账号要填写身份证号；仍不行请带身份证到登记窗口。',
  },
  SMS_CODE_INVALID: { status: 422, message: '验证码不正确或已过期，请重新获取。' },
  SMS_TOO_OFTEN: { status: 429, message: '验证码发送太频繁，请一分钟后再获取。' },
  PLATFORM_CODE_INVALID: { status: 422, message: '授权已过期，请返回重新点击登录。' },
  PHONE_REQUIRED: { status: 403, message: '请先绑定手机号。' },
  REAL_NAME_REQUIRED: { status: 403, message: '请先完成实名认证，再办理业务。' },
  PROOF_REQUIRED: { status: 403, message: '请先确认是您本人：刷一次脸，或带身份证到登记窗口，一年内不用再刷。' },
  DEVICE_UNCONFIRMED: { status: 403, message: '这台设备还没有确认过，请用绑定手机收到的验证码，或刷一次脸确认。' },
  WINDOW_CODE_INVALID: { status: 422, message: '核验码不对或已经过期，请本人在手机上重新打开“到窗口核验”。' },
  WINDOW_IDENTITY_OTHER: {
    status: 422,
    message: '证件与这个账号登记的姓名、身份证号不一致，请核对证件；账号填错的，请本人注销后重新注册。',
  },
  REAL_NAME_MISMATCH: {
    status: 422,
    message: '姓名、身份证号与您的手机号对不上。请按身份证填写，并用本人名下的手机号；也可以带身份证到登记窗口办理。',
  },
  REAL_NAME_DONE: { status: 409, message: '您已完成实名认证，无需重复提交。' },
  DEPARTMENT_UNAVAILABLE: { status: 503, message: '相关部门的系统暂时没有回应，您填写的内容已保留，请稍后再试。' },

  VERIFY_NO_MATCH: {
    status: 422,
    message: '没有查到与所填证号、权利人一致且可由您办理的不动产，请对照证书核对；仍有疑问可到登记窗口咨询。',
  },
  CERTIFICATE_ENDED: { status: 409, message: '该登记已经失效或注销，不能再据此办理。' },
  BUILDING_NOT_FOUND: {
    status: 422,
    message: '没有查到编号与信用代码一致的楼盘，请对照权籍调查成果或受理通知核对。',
  },
  UNIT_BLOCKED: { status: 409, message: '该不动产目前不能在线办理此业务。' },
  UNIT_WINDOW_ONLY: { status: 409, message: '该不动产的情形需要到登记窗口办理。' },
  UNIT_PENDING: { status: 409, message: '该不动产已有一件同类业务正在办理，请先办结或撤回。' },
  BUSINESS_UNKNOWN: { status: 404, message: '没有这项业务。' },
  ACTION_NOT_ALLOWED: { status: 409, message: '当前状态下不能进行此操作，请刷新查看最新进度。' },
  STEP_UNKNOWN: { status: 404, message: '没有这个步骤。' },
  STEPS_INCOMPLETE: { status: 422, message: '还有步骤没有填写完整，请补充后再提交。' },
  AUTHORISATION_MISSING: { status: 409, message: '还有人没有完成授权，全部授权后才能提交。' },
  REMINDED_RECENTLY: { status: 409, message: '刚刚提醒过，短信已经发出，请过 20 分钟再提醒。' },
  NOBODY_TO_REMIND: { status: 409, message: '没有需要提醒的人：大家都已授权，或对方是机构，请电话联系。' },
  CONTENT_CHANGED: { status: 409, message: '申请内容已有变化，请重新查看后再授权。' },
  FACE_NOT_PASSED: { status: 409, message: '尚未查到人脸核验通过的结果，请完成核验后再试，也可以选择到窗口核验。' },
  GRANT_LIMIT: { status: 409, message: '您同时有效的委托已有 5 份，请先撤销一份不用的，再添加新的。' },
  GRANT_ENDED: { status: 403, message: '这份委托已经结束，不能再代办。请切回本人，或请委托人重新委托。' },
  AGENT_NOT_ALLOWED: { status: 403, message: '委托的范围里没有这一项，请委托人本人办理，或请委托人重新委托。' },
  AGENT_SELF_DEALING: {
    status: 409,
    message: '您也是这件业务的另一方，不能代对方同意（民法典第一百六十八条），请委托人本人授权。',
  },
  AGENT_LIMIT: { status: 409, message: '您已经在为 10 位亲友代办，不能再接受新的委托。请先辞去不再需要的。' },
  UNMASK_PAUSED: {
    status: 429,
    message: '一小时内查看完整证件号的次数超过了平常的工作量，已暂停查看。请过一会儿再试，或请系统管理员解除。',
  },
  CORRECTION_USED: { status: 409, message: '补正通知只能发出一次，请选择通过或不予登记。' },
  CLAIMED_BY_OTHER: { status: 409, message: '该件已由其他审核人员领取。' },

  BASIS_LOST: {
    status: 409,
    message: '申请依据的登记已失效、注销或变更，不能再缴费。请撤回申请；仍要办理的，请重新申请或到登记窗口咨询。',
  },
  ORDER_NOT_PAYABLE: { status: 409, message: '该订单当前不需要支付，请刷新查看最新状态。' },
  PAYMENT_TICKET_OVER: { status: 409, message: '查询结果已超过半小时，请重新查询再缴费；付过的款不受影响。' },
  TAX_CHANGED: { status: 409, message: '税务部门已重新核定税费，原金额不再收取。请刷新，按新的金额缴纳。' },
  PAY_ONE_BY_ONE: { status: 409, message: '这几项不能一次付清，请逐项缴纳；已缴的会保留，不用重缴。' },
  PAYMENT_METHOD_UNAVAILABLE: {
    status: 409,
    message: '税款不能用这种方式单独缴，请换一种付款方式，或与其他费用一起付。',
  },
  PAYMENT_CHANNEL_FAILED: { status: 503, message: '支付通道暂时没有回应，没有扣款，请稍后再试或换一种支付方式。' },
  CALLBACK_REFUSED: { status: 401, message: 'callback refused' },

  HANDOVER_NOT_AVAILABLE: { status: 409, message: '现在还不能办理该账户过户。' },
  INSTITUTION_CLOSED: { status: 403, message: '贵机构的入驻协议未生效、已到期或已终止，请机构管理员联系登记中心。' },
  ACTIVATION_INVALID: {
    status: 422,
    message: '激活链接不对、已经用过或过了时间。如果您已经设好密码，请直接登录；否则请给您链接的人再发一条。',
  },
  PASSKEY_REFUSED: { status: 422, message: '通行密钥没有登记成功，请重试一次，或换一台设备。' },
  FOUR_EYES: { status: 409, message: '这件事要两个人：请另一位有权限的同事登录后，在本页点“同意”。' },
  ADMINISTRATORS_TOO_FEW: {
    status: 409,
    message:
      '现在可用的系统管理员不到两位，不能在页面上设立。请在服务器上运行 npm run staff -- create <登录名> <姓名>，补足两位。',
  },
  FILING_DECIDED: { status: 409, message: '这份备案已经有审核结果，请刷新查看。' },
  FILING_NEEDS_CONSENT: {
    status: 409,
    message: '这家单位已经入驻，要等它的管理员同意，才能为申请人开通经办人账号。',
  },
  BRANCH_IN_USE: { status: 409, message: '这个网点还有在职人员，请先把他们调到其他网点再停用。' },
  LAST_ADMINISTRATOR: { status: 409, message: '机构至少要有一位可用的管理员，请先指定另一位管理员。' },
  CLERK_HAS_OPEN_CASES: { status: 409, message: '这位经办人还有在办件，请先交接给同事，再办理离职。' },
  CERTIFICATE_FAILED: {
    status: 409,
    message: '证书文件没有做成，登记中心已经知道，正在处理。登记已经生效；急用请带证件到登记窗口。',
  },
  CERTIFICATE_NOT_READY: { status: 409, message: '证书文件正在生成，请稍候再打开。' },

  FILE_EMPTY: { status: 422, message: '这个文件是空的，请重新选择，或重新拍一张。' },
  FILE_TOO_LARGE: { status: 413, message: '文件超过 20 MB，请换一张小一些的照片，或把 PDF 拆成几份上传。' },
  FILE_TYPE_REFUSED: { status: 415, message: '只能上传 PDF、JPG、PNG 或 HEIC 文件，请拍照或另存为这些格式后再上传。' },
  FILE_TYPE_MISMATCH: {
    status: 415,
    message: '文件名写的格式与实际内容不一致，请用原来的软件另存为 PDF 或 JPG 后再上传。',
  },
  FILE_DAMAGED: { status: 422, message: '文件不完整，打不开，请重新拍照或重新导出后再上传。' },
  FILE_ENCRYPTED: { status: 422, message: 'PDF 设有密码，审核人员打不开，请去掉密码后再上传。' },
  FILE_ACTIVE_CONTENT: {
    status: 422,
    message: 'PDF 里含有脚本、程序或附件，不能接收，请打印成不带这些内容的 PDF，或拍照上传。',
  },
  FILE_NAME_INVALID: { status: 422, message: '文件名无法识别，请改一个名字后再上传。' },
  FILE_NOT_ONE: { status: 422, message: '一次请上传一个文件。' },
  FILE_QUOTA: { status: 409, message: '您已上传但没有提交的材料太多，请先删除不用的材料再上传。' },
  FILE_IN_USE: { status: 409, message: '这份材料已随申请提交，不能删除。' },
  FILE_SCANNING: { status: 409, message: '文件正在做安全检查，请稍候再试。' },
  FILE_INFECTED: { status: 422, message: '文件没有通过安全检查，请换一份文件，或重新拍照上传。' },
  FILE_TOO_COMPLEX: {
    status: 422,
    message: '这个文件太复杂，系统打不开，请重新拍照，或打印成新的 PDF 后再上传。',
  },
  UPLOADS_BUSY: { status: 503, message: '现在上传的人很多，请过半分钟再传一次，已填写的内容都在。' },
  UPLOADS_YOURS_BUSY: { status: 429, message: '您还有几个文件正在上传，请等它们传完再传下一个。' },
  UPLOAD_TOO_SLOW: { status: 408, message: '网络太慢，文件没有传完，请换个信号好的地方再传一次，已填写的内容都在。' },
  DOWNLOADS_BUSY: { status: 503, message: '现在下载的人很多，请过半分钟再打开一次。' },
  DOWNLOADS_YOURS_BUSY: { status: 429, message: '您还有几个文件正在下载，请等它们下载完再打开下一个。' },
  SHEET_UNREADABLE: { status: 422, message: '表格打不开，请用下载的模板填写，并保存为 .xlsx 格式。' },
  SHEET_TOO_LARGE: { status: 413, message: '表格太大（最多 5 MB、10,000 行），请拆成几份上传。' },
  SHEET_TOO_COMPLEX: { status: 422, message: '这个表格太复杂，系统打不开，请把内容复制到下载的模板里再上传。' },
  SHEET_COLUMNS: { status: 422, message: '表头与模板不一致，请用下载的模板填写。' },
  SLOT_FULL: { status: 409, message: '这个时段刚刚约满了，请换一个时段。' },
  SLOT_CLOSED: { status: 409, message: '这个时段不能预约，请换一个时段。' },
  BOOKING_CLOSED: { status: 409, message: '这个预约已经不能再改，如有变化请打网点电话。' },
  BOOKING_PAUSED: { status: 409, message: '因多次预约后没有到场，网上预约暂停，可以直接到窗口取号办理。' },
  BOOKING_LIMIT: { status: 409, message: '您还有几个预约没有办，请先办完或取消一个，再约新的。' },
  PICKUP_FAILED: { status: 422, message: '没有这个取件码，或它已经不能用了，请核对后重新输入。' },
  PICKUP_LOCKED: { status: 429, message: '没有核对上的次数太多，这个取件码锁定 30 分钟，请稍后再来或到窗口办理。' },
  PICKUP_FACE_UNAVAILABLE: {
    status: 409,
    message: '这个取件码不能刷脸：单位的预约请点“换一种方式”，选“单位取件”；其他情况请到窗口办理。',
  },
  PICKUP_FACE_REFUSED: {
    status: 409,
    message: '这次刷脸没有通过。可以再刷一次，光线亮一点更容易通过；也可以换一种方式。',
  },
  PICKUP_FACE_OVER: { status: 409, message: '这次刷脸已经结束或过了时间，请重新刷脸，或换一种方式。' },
  PICKUP_READER_MISSING: { status: 409, message: '这台自助机没有读卡器，请换一种方式，或到窗口办理。' },
  PICKUP_CARD_REFUSED: {
    status: 409,
    message: '没有核对上。请用取件人本人在有效期内的身份证再试一次，也可以换一种方式，或到窗口办理。',
  },
  PICKUP_CARD_OVER: { status: 409, message: '这次读卡已经结束或过了时间，请重新开始，或换一种方式。' },
  PICKUP_FOR_INSTITUTION: { status: 409, message: '这是单位预约的取件码，请选“单位取件”，由单位经办人确认。' },
  PICKUP_FOR_PERSON: { status: 409, message: '这是个人的取件码，请用本人的身份证，或刷脸。' },
  PICKUP_CONFIRM_REFUSED: {
    status: 409,
    message: '贵单位没有同意这次取件。请与经办人核对后再来，或到窗口办理。',
  },
  PICKUP_CONFIRM_OVER: { status: 409, message: '这次确认已经结束或过了时间，请重新开始，或到窗口办理。' },
  VISIT_OVER: { status: 409, message: '等候时间过长，请返回首页重新输入取件码。' },
  PRINTED_ALREADY: { status: 409, message: '这本证书已经打印过。需要重打，请找窗口工作人员。' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** One fault at one input. `path` uses dots: `parties.0.idNumber`. */
export interface FieldFault {
  path: string;
  code: string;
  message: string;
}

/** Body of every answer with status ≥ 400. */
export interface ErrorReply {
  error: {
    code: ErrorCode;
    message: string;
    fields?: FieldFault[];
    detail?: Record<string, unknown>;
    requestId: string;
  };
}
