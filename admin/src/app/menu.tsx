import {
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BellOutlined,
  BookOutlined,
  CalendarOutlined,
  FileDoneOutlined,
  FileSearchOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  LockOutlined,
  PayCircleOutlined,
  PrinterOutlined,
  ProfileOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  SolutionOutlined,
  SwapOutlined,
  TableOutlined,
  TeamOutlined,
  UserAddOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { type Business, moneyReaders, type StaffRole, type StaffView } from '@zhucheng/shared';
import type { ReactNode } from 'react';
import { askSteps, convertsNotices, paysFees } from '../renderer/declarations';
import { hasRole } from './session';

export interface MenuEntry {
  id: string;
  path: string;
  name: string;
  icon: ReactNode;
  roles: StaffRole[];
  /** Other paths of the same pages. */
  also?: string[];
  /** Only for institutions that may start such a business. */
  needs?: (business: Business) => boolean;
  /** Of an institution's clerks, only those who manage it. */
  institutionAdmin?: boolean;
}

/** What each role works with; the same list guards the pages. The server decides again on every call. */
export const menu: MenuEntry[] = [
  { id: 'home', path: '/home', name: '首页', icon: <HomeOutlined />, roles: ['officer', 'registrar'] },
  {
    id: 'review',
    path: '/review',
    name: '审核队列',
    icon: <InboxOutlined />,
    roles: ['officer', 'registrar', 'auditor'],
  },
  {
    id: 'cases',
    path: '/cases',
    name: '办件检索',
    icon: <FileSearchOutlined />,
    roles: ['officer', 'registrar', 'auditor'],
  },
  { id: 'window', path: '/window', name: '窗口核验', icon: <IdcardOutlined />, roles: ['officer'] },
  {
    id: 'register',
    path: '/register',
    name: '登记簿',
    icon: <BookOutlined />,
    roles: ['officer', 'registrar', 'auditor'],
  },
  {
    id: 'backlog',
    path: '/backlog',
    name: '时限与积压',
    icon: <BarChartOutlined />,
    roles: ['officer', 'registrar', 'administrator'],
  },
  {
    id: 'escrows',
    path: '/escrows',
    name: '资金监管',
    icon: <LockOutlined />,
    roles: ['officer', 'registrar', 'auditor'],
  },
  {
    id: 'money',
    path: '/money/orders',
    also: ['/money'],
    name: '收费与资金',
    icon: <PayCircleOutlined />,
    roles: [...moneyReaders],
  },
  { id: 'guides', path: '/guides', name: '办事指南', icon: <ReadOutlined />, roles: ['registrar', 'administrator'] },
  {
    id: 'appointments',
    path: '/appointments',
    name: '预约管理',
    icon: <CalendarOutlined />,
    roles: ['officer', 'registrar'],
  },
  { id: 'audit', path: '/audit', name: '审计日志', icon: <AuditOutlined />, roles: ['auditor', 'administrator'] },
  { id: 'staff', path: '/staff', name: '人员管理', icon: <TeamOutlined />, roles: ['administrator'] },
  {
    id: 'dead-letters',
    path: '/dead-letters',
    name: '未送达任务',
    icon: <WarningOutlined />,
    roles: ['administrator'],
  },
  {
    id: 'desk',
    path: '/desk',
    also: ['/start'],
    name: '工作台',
    icon: <AppstoreOutlined />,
    roles: ['institution-clerk'],
  },
  {
    id: 'work',
    path: '/work',
    also: ['/batches', '/import'],
    name: '业务列表',
    icon: <ProfileOutlined />,
    roles: ['institution-clerk'],
  },
  {
    id: 'tax',
    path: '/tax',
    name: '部门核验',
    icon: <SolutionOutlined />,
    roles: ['institution-clerk'],
    needs: (business) => askSteps(business).length > 0,
  },
  {
    id: 'convertible',
    path: '/convertible',
    name: '可转换清单',
    icon: <SwapOutlined />,
    roles: ['institution-clerk'],
    needs: convertsNotices,
  },
  {
    id: 'payments',
    path: '/payments',
    name: '缴费',
    icon: <PayCircleOutlined />,
    roles: ['institution-clerk'],
    needs: paysFees,
  },
  { id: 'schedules', path: '/schedules', name: '结果明细表', icon: <TableOutlined />, roles: ['institution-clerk'] },
  {
    id: 'certificates',
    path: '/certificates',
    name: '电子证照',
    icon: <SafetyCertificateOutlined />,
    roles: ['institution-clerk'],
  },
  { id: 'institutions', path: '/institutions', name: '入驻机构', icon: <BankOutlined />, roles: ['administrator'] },
  { id: 'consents', path: '/consents', name: '待同意办件', icon: <FileDoneOutlined />, roles: ['institution-clerk'] },
  { id: 'messages', path: '/messages', name: '通知', icon: <BellOutlined />, roles: ['institution-clerk'] },
  {
    id: 'enterprise-staff',
    path: '/enterprise/staff',
    name: '人员与权限',
    icon: <TeamOutlined />,
    roles: ['institution-clerk'],
    institutionAdmin: true,
  },
  {
    id: 'joining',
    path: '/enterprise/joining',
    name: '加入申请',
    icon: <UserAddOutlined />,
    roles: ['institution-clerk'],
    institutionAdmin: true,
  },
  {
    id: 'appointment-settings',
    path: '/appointment-settings',
    name: '预约设置',
    icon: <ScheduleOutlined />,
    roles: ['administrator'],
  },
  {
    id: 'prints',
    path: '/prints',
    name: '自助打证',
    icon: <PrinterOutlined />,
    roles: ['officer', 'auditor', 'administrator'],
  },
  {
    id: 'institution-appointments',
    path: '/institution-appointments',
    name: '预约',
    icon: <CalendarOutlined />,
    roles: ['institution-clerk'],
  },
];

export const roleNames: Record<StaffRole, string> = {
  officer: '审核员',
  registrar: '登簿员',
  auditor: '审计员',
  administrator: '系统管理员',
  'institution-clerk': '机构经办人',
};

/** What of a menu the institution can use; `businesses` are those its clerks may start, unknown while they are being read. */
export const usable = (entries: MenuEntry[], businesses: readonly Business[] | undefined): MenuEntry[] =>
  entries.filter((entry) => !entry.needs || businesses?.some(entry.needs));

export const menuOf = (staff: StaffView): MenuEntry[] =>
  menu.filter((entry) => hasRole(staff, ...entry.roles) && (!entry.institutionAdmin || staff.institutionAdmin));
export const roleText = (staff: StaffView): string =>
  staff.institutionAdmin ? '机构管理员' : staff.roles.map((role) => roleNames[role as StaffRole] ?? role).join('、');
