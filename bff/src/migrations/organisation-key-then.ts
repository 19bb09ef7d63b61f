/**
 * By what names of organisations were compared when the migration that wrote these keys was released. It is history: how names
 * are compared today stands in `organisationKey`, and nothing here is edited.
 */
export const organisationKeyThen = (raw: string): string =>
  plainLetters(normalise(raw))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);

function normalise(raw: string): string {
  const text = halfWidth(cleanText(raw)).replace(/\s+/g, ' ').trim();
  const spaced = /\p{Script=Han}/u.test(text) ? text.replace(/ /g, '') : text;
  return spaced.replace(/\(/g, '（').replace(/\)/g, '）');
}

const halfWidth = (raw: string): string =>
  raw.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** Drawn as nothing, or turning the direction of what follows: marks that come along when a text is pasted. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;
const spaces = /[\p{Zs}\t\v\f]/gu;
/** Parts of characters (部首) that look like the characters they are parts of: PDF readers copy ⽅ for 方. */
const radicalSigns = /[\u2e80-\u2fd5]/g;
/** What nearly every text is made of, and nothing is done about: a look instead of seven passes. */
const plain = /^[\n\x20-\x7e\u3001\u3002\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]*$/;
const wideAlphanumerics = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

const cleanText = (raw: string): string => (plain.test(raw) ? raw : cleaned(raw));

const cleaned = (raw: string): string =>
  raw
    .replace(invisible, '')
    .replace(lineEnds, '\n')
    .replace(spaces, ' ')
    .replace(radicalSigns, (sign) => sign.normalize('NFKC'))
    .replace(wideAlphanumerics, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .normalize('NFC');

/** Characters of the radicals' block, which fonts draw like the characters themselves; NFKC folds the Kangxi block only. */
const radicals =
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻' +
  '⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼' +
  '⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟';

/** Traditional characters that stand in names of organisations (繁体字), each with the one that the licence prints. */
const traditional =
  '銀银國国業业農农東东華华廣广貿贸發发實实產产險险證证務务開开資资財财經经濟济團团廠厂陽阳龍龙鳳凤萬万億亿興兴聯联電电網网訊讯設设計计築筑環环術术學学醫医藥药衛卫縣县鎮镇鄉乡區区灣湾島岛橋桥達达運运車车馬马門门' +
  '貨货購购銷销儲储備备託托債债擔担會会辦办處处師师慶庆寶宝豐丰盧卢蘇苏貴贵瀋沈濱滨際际時时創创匯汇滙汇彙汇聖圣協协總总樓楼園园莊庄蘭兰葉叶陳陈張张劉刘趙赵黃黄吳吴楊杨許许鄧邓馮冯鄭郑羅罗齊齐榮荣維维傑杰勝胜綠绿' +
  '藍蓝紅红雲云氣气熱热燈灯煙烟飲饮飯饭館馆麗丽賓宾遊游體体藝艺書书報报紙纸織织紡纺絲丝綢绸鋼钢鐵铁鋁铝銅铜礦矿機机儀仪關关稅税審审評评諮咨詢询認认識识語语課课讀读導导傳传廳厅庫库倉仓應应鏈链點点線线級级組组綜综給给' +
  '統统約约納纳細细終终結结繼继續续纜缆長长間间閱阅閩闽闊阔隊队陸陆陰阴雙双離离難难靈灵靜静順顺頂顶項项預预領领頭头題题額额顏颜風风飛飞養养駿骏騰腾驗验魚鱼鮮鲜鳥鸟鵬鹏鴻鸿鷹鹰鹽盐麥麦齡龄優优價价個个倫伦偉伟僑侨兒儿' +
  '兩两冊册凱凯別别剛刚劍剑動动勞劳勵励單单嚴严圓圆圖图場场塊块墾垦壓压壽寿夢梦奧奥婦妇孫孙寧宁寬宽專专將将對对嶺岭巖岩帥帅幣币幹干幾几廈厦後后徑径從从復复徵征愛爱態态憶忆戰战戶户揚扬換换據据擴扩攝摄數数斷断於于暢畅' +
  '曆历歷历曉晓條条極极構构標标樂乐權权樹树檢检歐欧歲岁殘残氫氢漁渔漢汉潔洁潤润濕湿濃浓瀾澜為为爲为烏乌無无煉炼燒烧營营爾尔牆墙獎奖獨独獻献現现瑪玛璽玺瓊琼畫画異异療疗盡尽監监盤盘眾众衆众碼码磚砖禮礼種种稱称穩稳窯窑競竞' +
  '筆笔節节範范簡简糧粮紀纪練练縱纵義义習习聞闻聲声職职肅肃腦脑臨临臺台與与舉举舊旧艦舰蔣蒋薦荐蘋苹蟲虫蠟蜡補补裝装裡里裏里製制複复視视親亲覽览觀观訂订記记訓训訪访詞词試试詩诗話话詳详誠诚誌志調调談谈請请諾诺謙谦講讲謝谢譜谱' +
  '譯译議议護护譽誉負负責责質质賀贺賃赁賞赏賢贤賣卖賴赖賽赛贏赢軌轨軍军軟软輕轻載载輝辉輪轮輸输轉转這这連连週周進进過过適适遠远選选遷迁邊边郵邮鄰邻釀酿釋释針针鈺钰鈦钛鉑铂銘铭鋒锋錄录錢钱錦锦鍋锅鍵键鎖锁鏡镜鑄铸鑒鉴鑑鉴' +
  '閣阁闆板陝陕隨随雜杂雞鸡霧雾韓韩響响頁页顧顾顯显飾饰餅饼駕驾駐驻驛驿髮发魯鲁麵面黨党齒齿龐庞龜龟來来佈布併并勢势啟启啓启喬乔堅坚塢坞壩坝壟垄壇坛壯壮夾夹娛娱寫写層层屬属岡冈峽峡帶带幫帮廟庙廢废彎弯強强彈弹徹彻恆恒悅悦' +
  '懷怀戀恋掃扫採采損损搖摇擇择擊击攜携晉晋暉晖曠旷曬晒棟栋楓枫槳桨橫横欄栏歡欢殼壳決决沖冲況况淺浅淨净淵渊渦涡測测湧涌溫温準准溝沟滿满漲涨澤泽澱淀瀏浏瀘泸灘滩潿涠燭烛爐炉斉齐歯齿竜龙亀龟';

function pairs(text: string): Map<string, string> {
  const letters = Array.from(text);
  const found = new Map<string, string>();
  for (let i = 0; i < letters.length; i += 2) found.set(letters[i]!, letters[i + 1]!);
  return found;
}

const drawnAlike = pairs(radicals);
const simplified = pairs(traditional);

/** A name in the characters that a licence prints: no radicals, no compatibility forms, no traditional characters that the table has. */
const plainLetters = (text: string): string =>
  Array.from(text.normalize('NFKC'), (letter) => {
    const plain = drawnAlike.get(letter) ?? letter;
    return simplified.get(plain) ?? plain;
  }).join('');
