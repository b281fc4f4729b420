import { ids } from '../engine/registry.ts';
import type { Kind } from '../spec/kinds.ts';
import { optionsOf, type Command } from './command.ts';
import type { Option } from './option.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** Scripts that complete what the commands declare. */
export const completionScripts: Readonly<Record<(typeof shells)[number], (commands: readonly Command[]) => string>> = {
  bash,
  zsh,
  fish,
};

const idsOf = (kinds: readonly Kind[]): readonly string[] => kinds.flatMap(ids);

/** `'` cannot stand in a quoted word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const flagsOf = (name: string, { short }: Option): readonly string[] => [
  `--${name}`,
  ...(short === undefined ? [] : [`-${short}`]),
];

type Values = { readonly ids: readonly string[] } | 'folders' | 'files' | 'none';

function valuesOf({ ids, value = '' }: Option): Values {
  if (ids !== undefined) return { ids: idsOf([ids]) };
  if (/FOLDER|DIR/.test(value)) return 'folders';
  return /FILE/.test(value) ? 'files' : 'none';
}

function bash(commands: readonly Command[]): string {
  const values = commands.flatMap((command) =>
    Object.entries(optionsOf(command)).flatMap(([name, option]) => {
      if (option.type === 'boolean') return [];
      const cases = flagsOf(name, option).map((flag) => `${command.name}:${flag}`);
      return [`    ${cases.join('|')}) ${bashReply(valuesOf(option))};;`];
    }),
  );
  const words = commands.map((command) => {
    const flags = Object.entries(optionsOf(command)).flatMap(([name, option]) => flagsOf(name, option));
    const ids = idsOf(command.ids ?? []);
    return `    ${command.name}) flags=${quoted(flags.join(' '))}; ids=${quoted(ids.join(' '))};;`;
  });
  return `# Completion of phasic for bash: source <(phasic completion bash)
_phasic() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} flags= ids=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), 'help', 'version'].join(' '))} -- "$word"))
    return
  fi
  case "$command:$before" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
    help) COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$word")); return;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word"));;
    *) COMPREPLY=($(compgen -W "$ids" -- "$word") $(compgen -f -- "$word"));;
  esac
}
complete -o filenames -F _phasic phasic`;
}

function bashReply(values: Values): string {
  if (values === 'none') return 'return';
  const of = values === 'files' ? '-f' : values === 'folders' ? '-d' : `-W ${quoted(values.ids.join(' '))}`;
  return `COMPREPLY=($(compgen ${of} -- "$word")); return`;
}

/** In a description of zsh's _arguments, brackets and colons are syntax. */
const described = (text: string): string => text.replace(/[[\]:\\]/g, (sign) => `\\${sign}`);

function zsh(commands: readonly Command[]): string {
  const named = (command: Command): string => quoted(`${command.name}:${described(command.short)}`);
  const cases = commands.map((command) => {
    const options = Object.entries(optionsOf(command)).flatMap(([name, option]) =>
      flagsOf(name, option).map((flag) => quoted(zshOption(flag, option))),
    );
    const rest = quoted(`*:argument: _alternative ${zshRest(command)}`);
    return `    ${command.name}) _arguments ${[...options, rest].join(' ')};;`;
  });
  return `#compdef phasic
# Completion of phasic for zsh: phasic completion zsh > "\${fpath[1]}/_phasic"
_phasic() {
  if (( CURRENT == 2 )); then
    local -a commands=(${commands.map(named).join(' ')} help version)
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
_phasic "$@"`;
}

function zshOption(flag: string, option: Option): string {
  const help = `[${described(option.help)}]`;
  const many = option.multiple === true ? '*' : '';
  if (option.type === 'boolean') return `${flag}${help}`;
  const values = valuesOf(option);
  const action =
    values === 'files'
      ? '_files'
      : values === 'folders'
        ? '_files -/'
        : values === 'none'
          ? ' '
          : `(${values.ids.join(' ')})`;
  return `${many}${flag}${help}:${described(option.value ?? 'VALUE')}:${action}`;
}

const zshRest = ({ ids = [] }: Command): string =>
  `${ids.length === 0 ? '' : `"ids:id:(${idsOf(ids).join(' ')})" `}"files:file:_files"`;

function fish(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap((command) => {
    const when = `-n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    const options = Object.entries(optionsOf(command)).map(([name, option]) => {
      const short = option.short === undefined ? '' : ` -s ${option.short}`;
      return `complete -c phasic ${when} -l ${name}${short} -d ${quoted(option.help)}${fishValues(option)}`;
    });
    const ids = idsOf(command.ids ?? []);
    return [
      `complete -c phasic -n ${quoted(`not __fish_seen_subcommand_from ${names}`)} -f -a ${command.name} -d ${quoted(command.short)}`,
      ...options,
      ...(ids.length === 0 ? [] : [`complete -c phasic ${when} -a ${quoted(ids.join(' '))}`]),
    ];
  });
  return [
    '# Completion of phasic for fish: phasic completion fish > ~/.config/fish/completions/phasic.fish',
    ...lines,
  ].join('\n');
}

function fishValues(option: Option): string {
  if (option.type === 'boolean') return '';
  const values = valuesOf(option);
  if (values === 'files') return ' -r -F';
  if (values === 'folders') return " -x -a '(__fish_complete_directories)'";
  return values === 'none' ? ' -x' : ` -x -a ${quoted(values.ids.join(' '))}`;
}
