/** Countries whose passports people show: ISO 3166-1 alpha-3, as the passport itself prints it, and the usual Chinese name. */
const listed =
  'ABW阿鲁巴 AFG阿富汗 AGO安哥拉 AIA安圭拉 ALB阿尔巴尼亚 AND安道尔 ARE阿拉伯联合酋长国 ARG阿根廷 ARM亚美尼亚 ASM美属萨摩亚 ATG安提瓜和巴布达 AUS澳大利亚 ' +
  'AUT奥地利 AZE阿塞拜疆 BDI布隆迪 BEL比利时 BEN贝宁 BES荷兰加勒比区 BFA布基纳法索 BGD孟加拉国 BGR保加利亚 BHR巴林 BHS巴哈马 BIH波黑 BLM圣巴泰勒米 ' +
  'BLR白俄罗斯 BLZ伯利兹 BMU百慕大 BOL玻利维亚 BRA巴西 BRB巴巴多斯 BRN文莱 BTN不丹 BWA博茨瓦纳 CAF中非 CAN加拿大 CCK科科斯（基林）群岛 CHE瑞士 ' +
  'CHL智利 CHN中国 CIV科特迪瓦 CMR喀麦隆 COD刚果（金） COG刚果（布） COK库克群岛 COL哥伦比亚 COM科摩罗 CPV佛得角 CRI哥斯达黎加 CUB古巴 CUW库拉索 ' +
  'CXR圣诞岛 CYM开曼群岛 CYP塞浦路斯 CZE捷克 DEU德国 DJI吉布提 DMA多米尼克 DNK丹麦 DOM多米尼加 DZA阿尔及利亚 ECU厄瓜多尔 EGY埃及 ERI厄立特里亚 ' +
  'ESP西班牙 EST爱沙尼亚 ETH埃塞俄比亚 FIN芬兰 FJI斐济 FRA法国 FRO法罗群岛 FSM密克罗尼西亚联邦 GAB加蓬 GBR英国 ' +
  'GEO格鲁吉亚 GGY根西 GHA加纳 GIB直布罗陀 GIN几内亚 GLP瓜德罗普 GMB冈比亚 GNB几内亚比绍 GNQ赤道几内亚 GRC希腊 GRD格林纳达 GRL格陵兰 GTM危地马拉 ' +
  'GUF法属圭亚那 GUM关岛 GUY圭亚那 HND洪都拉斯 HRV克罗地亚 HTI海地 HUN匈牙利 IDN印度尼西亚 IMN马恩岛 IND印度 IRL爱尔兰 IRN伊朗 IRQ伊拉克 ISL冰岛 ' +
  'ISR以色列 ITA意大利 JAM牙买加 JEY泽西 JOR约旦 JPN日本 KAZ哈萨克斯坦 KEN肯尼亚 KGZ吉尔吉斯斯坦 KHM柬埔寨 KIR基里巴斯 KNA圣基茨和尼维斯 KOR韩国 ' +
  'KWT科威特 LAO老挝 LBN黎巴嫩 LBR利比里亚 LBY利比亚 LCA圣卢西亚 LIE列支敦士登 LKA斯里兰卡 LSO莱索托 LTU立陶宛 LUX卢森堡 LVA拉脱维亚 MAF法属圣马丁 ' +
  'MAR摩洛哥 MCO摩纳哥 MDA摩尔多瓦 MDG马达加斯加 MDV马尔代夫 MEX墨西哥 MHL马绍尔群岛 MKD北马其顿 MLI马里 MLT马耳他 MMR缅甸 MNE黑山 MNG蒙古 ' +
  'MNP北马里亚纳群岛 MOZ莫桑比克 MRT毛里塔尼亚 MSR蒙特塞拉特 MTQ马提尼克 MUS毛里求斯 MWI马拉维 MYS马来西亚 MYT马约特 NAM纳米比亚 NCL新喀里多尼亚 NER尼日尔 ' +
  'NFK诺福克岛 NGA尼日利亚 NIC尼加拉瓜 NIU纽埃 NLD荷兰 NOR挪威 NPL尼泊尔 NRU瑙鲁 NZL新西兰 OMN阿曼 PAK巴基斯坦 PAN巴拿马 PCN皮特凯恩群岛 PER秘鲁 ' +
  'PHL菲律宾 PLW帕劳 PNG巴布亚新几内亚 POL波兰 PRI波多黎各 PRK朝鲜 PRT葡萄牙 PRY巴拉圭 PSE巴勒斯坦 PYF法属波利尼西亚 QAT卡塔尔 REU留尼汪 ROU罗马尼亚 ' +
  'RUS俄罗斯 RWA卢旺达 SAU沙特阿拉伯 SDN苏丹 SEN塞内加尔 SGP新加坡 SHN圣赫勒拿、阿森松和特里斯坦-达库尼亚 SJM斯瓦尔巴和扬马延 SLB所罗门群岛 SLE塞拉利昂 ' +
  'SLV萨尔瓦多 SMR圣马力诺 SOM索马里 SPM圣皮埃尔和密克隆 SRB塞尔维亚 SSD南苏丹 STP圣多美和普林西比 SUR苏里南 SVK斯洛伐克 SVN斯洛文尼亚 SWE瑞典 SWZ斯威士兰 ' +
  'SXM荷属圣马丁 SYC塞舌尔 SYR叙利亚 TCA特克斯和凯科斯群岛 TCD乍得 TGO多哥 THA泰国 TJK塔吉克斯坦 TKL托克劳 TKM土库曼斯坦 TLS东帝汶 TON汤加 ' +
  'TTO特立尼达和多巴哥 TUN突尼斯 TUR土耳其 TUV图瓦卢 TZA坦桑尼亚 UGA乌干达 UKR乌克兰 URY乌拉圭 USA美国 UZB乌兹别克斯坦 VAT梵蒂冈 VCT圣文森特和格林纳丁斯 ' +
  'VEN委内瑞拉 VGB英属维尔京群岛 VIR美属维尔京群岛 VNM越南 VUT瓦努阿图 WLF瓦利斯和富图纳 WSM萨摩亚 YEM也门 ZAF南非 ZMB赞比亚 ZWE津巴布韦';

export const countries: Readonly<Record<string, string>> = Object.fromEntries(
  listed.split(' ').map((entry) => [entry.slice(0, 3), entry.slice(3)]),
);

/** Chinese name by code; the code itself where there is none (UNO and the like are printed, too). */
export const countryName = (code: string): string => countries[code] ?? code;

const byName: ReadonlyMap<string, string> = new Map([
  ...Object.entries(countries).map(([code, name]): [string, string] => [name, code]),
  ['大韩民国', 'KOR'],
  ['美利坚合众国', 'USA'],
  ['德意志联邦共和国', 'DEU'],
  ['D', 'DEU'],
]);

/** Code of a country as people write it, by code or name; null if it is none. */
export function countryCode(raw: string): string | null {
  const text = raw.trim().toUpperCase();
  return text in countries ? text : (byName.get(text) ?? null);
}
