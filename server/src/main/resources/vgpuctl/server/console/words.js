// The console's words. English is written where it is used, and is the key; here is what it is in other languages.
// The sentences of plans, findings and refusals are the daemon's own and stay as it says them.

export const languages = [['en', 'English'], ['zh', '中文']];

let current = 'en';

export const language = () => current;

export function setLanguage(code) {
    current = languages.some(([known]) => known === code) ? code : 'en';
    document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
}

/** The sentence in the language that is chosen, with its {names} filled in. */
export function t(english, values = {}) {
    const words = (current === 'zh' ? zh[english] : en[english]) ?? english;
    return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

const en = { 'theme auto': 'auto', 'theme light': 'light', 'theme dark': 'dark' };

export const zh = {
    'theme auto': '跟随系统', 'theme light': '浅色', 'theme dark': '深色',
    Language: '语言', Colours: '颜色', 'To the content': '跳到内容', Pages: '页面', 'Sign out': '退出', 'Sign in': '登录',
    Host: '主机', Types: '类型', vGPUs: 'vGPU', Plan: '规划', Layout: '布局', Doctor: '诊断', Activity: '活动',
    view: '查看', operate: '操作', administer: '管理', 'may {role}': '权限：{role}',
    connecting: '正在连接', live: '实时', 'not connected': '未连接',
    'Not found': '未找到', 'There is no such page.': '没有这个页面。',
    'The daemon does not answer.': '守护进程没有应答。',
    'The daemon does not answer. Trying again …': '守护进程没有应答，正在重试……',
    'What is shown may be old. It is tried again until it does.': '显示的内容可能已过时；会一直重试，直到恢复。',
    'The host cannot be looked at:': '无法查看主机：',
    'This token is not known, or no longer.': '令牌无效或已失效。',
    'The daemon wants a token: one of the file that ‑‑token‑file names. On a simulated host, open the address that it printed.':
        '守护进程需要令牌：‑‑token‑file 所指文件中的任意一个。模拟主机请直接打开启动时打印的地址。',
    Token: '令牌', Close: '关闭', Cancel: '取消', 'Try again': '重试', 'Looking …': '正在查看……', 'Working …': '进行中……',
    copy: '复制', copied: '已复制', none: '无', any: '任意', on: '位于', By: '方式',
    planned: '计划中', 'at {at} GB': '起点 {at} GB', 'for the VM {vm}': '用于虚拟机 {vm}', 'of no VM': '未分配虚拟机',
    'Its frame buffer is not known.': '显存大小未知。', 'GPU instances': 'GPU 实例', 'Frame buffer of {gpu}': '{gpu} 的显存',
    '{size} GB free': '空闲 {size} GB', '{free} of {all} free': '空闲 {free} / {all}',
    'Create {n} × {type}': '创建 {n} × {type}', Create: '创建', 'Create …': '创建……', 'Create vGPUs': '创建 vGPU',
    'Create these …': '创建这些……',
    Type: '类型', 'choose …': '请选择……', '{n} fit': '可创建 {n} 个', 'does not fit': '放不下', 'How many': '数量', Name: '名称',
    'from the type': '按类型命名', 'chosen by vgpuctl': '由 vgpuctl 选择', 'For the VMs': '用于虚拟机', 'There is no VM.': '没有虚拟机。',
    'start with the host': '随主机启动', 'Choose a type: what it takes is shown here.': '选择类型后，这里会显示所需步骤。',
    'What would be done, in this order:': '将按以下顺序执行：', 'Done, in this order:': '已按以下顺序执行：',
    'Nothing to do: it is so already.': '无需操作：已经如此。', 'cannot be undone': '不可撤销', 'Do it': '执行', 'Done.': '完成。',
    'Waiting for its turn …': '正在排队……', 'Stop, and take it back': '停止并撤销', 'On its way …': '正在执行……',
    'A bug in vgpuctl. The daemon logged it.': 'vgpuctl 的程序错误，守护进程已记录。',
    'Changes of this run': '本次运行的变更', 'Nothing was changed since the daemon started.': '守护进程启动以来没有变更。',
    'Audit file': '审计文件', 'It is for those who administer.': '仅供管理员查看。', 'It is empty.': '为空。',
    'Lines of the audit file': '审计记录', Letter: '字母', Time: '时间', Event: '事件', Who: '用户', Command: '命令', What: '内容', 'It had no steps.': '没有步骤。',
    done: '完成', failed: '失败', waiting: '等待', settled: '已处理', cancel: '取消', begin: '开始', end: '结束', denied: '拒绝',
    'Clean up': '清理', 'Clean up …': '清理……', 'Finish or undo what was cut off': '完成或撤销被中断的变更',
    'The journal says what was cut off: it is finished where that is safe, and undone otherwise.': '日志记录了被中断的变更：能安全完成的会完成，否则撤销。',
    'One finding': '1 项发现', '{n} findings': '{n} 项发现', 'Nothing is wrong as far as can be seen.': '就所见而言，一切正常。',
    'Look again': '重新检查', 'What failed attempts left': '失败操作的残留', 'Nothing.': '没有。',
    '{n} sources read, {m} not': '已读取 {n} 个来源，{m} 个未能读取', Source: '来源', 'Read as': '读作', Lines: '行数',
    'A change was cut off?': '有变更被中断？', 'Finish or undo it …': '完成或撤销……', '{n} times': '{n} 次', Evidence: '证据',
    'What to do': '处理办法：', 'Go there': '前往', '{n} more with this cause': '另有 {n} 项出于同一原因',
    error: '错误', warning: '警告', note: '提示', info: '提示',
    GPU: 'GPU', Memory: '显存带宽', Taken: '已占用', Temperature: '温度', Power: '功耗', 'unknown model': '未知型号',
    'Use of the last minute': '最近一分钟的使用率', 'No live figures:': '没有实时数据：', 'vGPUs of {gpu}': '{gpu} 的 vGPU',
    Use: '用途', Load: '使用率', Used: '已用显存', Licence: '许可证', 'No vGPU is active on it.': '没有激活的 vGPU。', 'See what fits': '查看可创建的类型',
    'Defined and not active:': '已定义但未激活：', running: '运行中', 'shut off': '已关机',
    'equal sizes': '等分模式', 'mixed sizes': '混合模式', MIG: 'MIG', 'mode unknown': '模式未知',
    'No NVIDIA GPU was found here.': '这里没有发现 NVIDIA GPU。', 'The doctor may know why:': '诊断也许知道原因：',
    'Apply the layout': '应用布局', Apply: '应用', 'Apply …': '应用……', 'Load from the host': '从主机读取',
    'remove what it does not name': '移除其中未列出的', 'What differs': '差异', 'The host is as the layout says.': '主机与布局一致。',
    'The layout, in YAML': '布局（YAML）', 'What can stand here': '这里可以写', 'What is wanted': '需求',
    'By need': '按需求', 'By type': '按类型', 'Frame buffer': '显存', Spread: '分布', packed: '集中', 'all on one GPU': '同一 GPU',
    'on as many GPUs as possible': '尽量分散', 'none yet': '暂无', 'It fits.': '放得下。', 'It does not fit.': '放不下。',
    'Say what is wanted.': '请填写需求。', 'Why not': '原因', 'The nearest ways': '最接近的办法', 'What is chosen, and why': '选择与理由',
    'What still fits afterwards': '之后还能创建', 'Nothing more.': '没有了。',
    compute: '计算', workstation: '工作站', desktop: '桌面', apps: '应用',
    Filter: '筛选', 'only what fits now': '仅显示现在可创建的', '{n} of {all} types': '{n} / {all} 种类型',
    'No type is left by this filter.': '没有符合筛选的类型。', 'Types of {gpu}': '{gpu} 的类型', Size: '大小', 'Fits now': '现在可创建',
    Heads: '显示头', Resolution: '分辨率', '{n} of {all}': '{n} / {all}',
    'Give {vgpu} to {vm}': '把 {vgpu} 分配给 {vm}', Give: '分配', 'Give …': '分配……',
    'Give {vgpu} to a VM': '把 {vgpu} 分配给虚拟机', 'Take {vgpu} away from {vm}': '从 {vm} 收回 {vgpu}', 'Take away': '收回',
    'Take away …': '收回……', 'Take from {vm} …': '从 {vm} 收回……', 'Start {vgpu}': '启动 {vgpu}', Start: '启动', 'Start …': '启动……',
    'Stop {vgpu}': '停止 {vgpu}', Stop: '停止', 'Stop …': '停止……', 'Remove {vgpu}': '移除 {vgpu}', Remove: '移除', 'Remove …': '移除……',
    'Keep {vgpu} over a reboot': '重启后保留 {vgpu}', Define: '定义', 'Define …': '定义……',
    'Start {vgpu} with the host': '随主机启动 {vgpu}', 'No longer start {vgpu} with the host': '不再随主机启动 {vgpu}',
    'Take {vgpu} over': '接管 {vgpu}', 'Take over': '接管', 'Take over …': '接管……', 'made by others': '非 vgpuctl 创建',
    'Switch on': '打开', 'Switch off': '关闭', 'Autostart on …': '打开自启动……', 'Autostart off …': '关闭自启动……',
    'There is no vGPU yet.': '还没有 vGPU。', 'Create one, or see what fits:': '创建一个，或查看可创建的：',
    'The VMs cannot be seen:': '看不到虚拟机：', 'libvirt has no domain on this host.': '这台主机的 libvirt 没有虚拟机。',
    'Drag a vGPU onto a VM, or use its button «Give …».': '把 vGPU 拖到虚拟机上，或使用“分配……”按钮。',
    active: '已激活', 'not active': '未激活', 'starts with the host': '随主机启动', 'gone after a reboot': '重启后消失',
    'It has no vGPU.': '没有 vGPU。', 'until it is shut off': '直到关机', 'from its next start': '下次启动起', 'has {n}': '已有 {n} 个',
    'Show the plan': '显示计划',
    Fleet: '集群', 'Parts of the fleet': '集群的各部分', Cards: '显卡', Claims: '占用', Claim: '占用', Request: '申请', Hosts: '主机', Model: '型号', GPUs: 'GPU',
    State: '状态', Owner: '所有者', Where: '位置要求', Policy: '策略', 'Host or group': '主机或分组', 'Frame buffer in use': '已用显存', 'of {all}': '共 {all}', 'Store:': '存储：',
    open: '开放', cordoned: '已隔离', closed: '不可用', unusable: '不可用的卡', empty: '空闲', 'in use': '使用中', 'with room': '有余量', full: '已满', 'half in use': '用了一半',
    'No host has joined the fleet yet.': '还没有主机加入集群。', 'No host is left by this filter.': '没有符合筛选的主机。',
    'this host': '本机', driver: '驱动', 'Cordon …': '隔离……', 'Uncordon …': '解除隔离……', Cordon: '隔离', Uncordon: '解除隔离',
    'Cordon {host}': '隔离 {host}', 'Uncordon {host}': '解除隔离 {host}',
    'What is grey was made by others than the fleet; it takes room, and never moves.': '灰色的不是集群创建的：占用空间，且不会迁移。',
    'Release {claim}': '释放 {claim}', Release: '释放', 'Release …': '释放……', 'No claims.': '没有占用。',
    waits: '等待执行', 'carried out': '已执行', 'in part': '部分执行', 'The first {n} are shown: filter for the others.': '仅显示前 {n} 个，其余请筛选。',
    'Claim {claim}': '占用 {claim}', 'Claim …': '占用……', 'For the VM': '用于虚拟机', 'Only on the hosts': '仅限主机', 'Only in the groups': '仅限分组', 'Not on the hosts': '排除主机',
    'Apart from claims with the word': '与同标记的占用分开', 'each on another GPU': '各在不同 GPU', 'the usual one': '默认策略',
    'More room': '腾出空间', Moves: '迁移', From: '从', To: '到', Means: '影响', Stays: '留下', 'nobody notices': '无人察觉', 'its VM migrates': '虚拟机在线迁移', 'its VM is stopped and started': '虚拟机停机再启动',
    'What emptying this host would move': '清空本主机会迁移什么', 'It carries nothing.': '它上面什么也没有。', 'To carry it out, step by step:': '逐步执行：',
    'What could move, for more room in one piece': '迁移什么可以腾出整块空间', 'No move would gain anything.': '迁移没有好处。',
    'No host of the fleet can take it.': '集群中没有主机放得下。', 'Where it would go, and why': '会放在哪里，以及理由',
    'Why not, for each class of hosts': '各类主机放不下的原因', '1 host': '1 台主机', '{n} hosts': '{n} 台主机', 'The cheapest change': '代价最小的办法',
    'None was found: release something, or ask for less.': '没有找到：请释放一些，或减少需求。',
    '{n} % in use': '已用 {n}%', '{n} cards': '{n} 张卡', 'in no group': '未分组', 'What the signs mean': '图例',
    'Arrow keys go from host to host, Enter opens one.': '方向键在主机间移动，回车打开。',
};
