import type { ThemeOptions } from '@mui/material/styles'
import { forcedColors, height, radius, token } from './tokens.ts'

const ring = { outline: `2px solid ${token.accent}`, outlineOffset: 2 } as const
const stronger = (colour: string) => `color-mix(in srgb, ${colour}, ${token.ink1} 14%)`
const menuPaper = {
  marginTop: 4,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.surface,
  backgroundImage: 'none',
  boxShadow: `0 8px 24px -8px rgb(0 0 0 / 0.24)`,
} as const
const option = {
  minHeight: 32,
  padding: '5px 10px',
  margin: '0 4px',
  borderRadius: radius.chip,
  fontSize: 13.5,
  lineHeight: '20px',
} as const

/** What MUI's own parts look like here, so that a plain one comes out right without further styling. */
export const overrides: NonNullable<ThemeOptions['components']> = {
  MuiButtonBase: { defaultProps: { disableRipple: true }, styleOverrides: { root: { '&.Mui-focusVisible': ring } } },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'inherit' },
    styleOverrides: {
      root: {
        minWidth: 0,
        height: height.control,
        padding: '0 11px',
        border: '1px solid transparent',
        borderRadius: radius.control,
        fontSize: 13,
        lineHeight: '18px',
        fontWeight: 600,
        letterSpacing: 0,
        textTransform: 'none',
        whiteSpace: 'nowrap',
        flexShrink: 0,
        transition: 'background-color 80ms, border-color 80ms',
        '&[aria-disabled="true"]': { cursor: 'not-allowed' },
        variants: [
          {
            props: { variant: 'contained' },
            style: {
              color: token.onAccent,
              backgroundColor: token.accent,
              boxShadow: 'none',
              '&:hover': { backgroundColor: stronger(token.accent), boxShadow: 'none' },
              '&[aria-disabled="true"], &.Mui-disabled': {
                color: token.onAccent,
                backgroundColor: `color-mix(in srgb, ${token.accent} 52%, ${token.background})`,
              },
            },
          },
          {
            props: { variant: 'outlined' },
            style: {
              color: token.ink1,
              borderColor: token.control,
              backgroundColor: token.surface,
              '&:hover': { backgroundColor: token.sunken, borderColor: token.ink2 },
              '&[aria-disabled="true"], &.Mui-disabled': {
                color: token.ink3,
                borderColor: token.hairline,
                backgroundColor: 'transparent',
              },
            },
          },
          {
            props: { variant: 'text' },
            style: {
              color: token.ink2,
              '&:hover': { color: token.ink1, backgroundColor: `color-mix(in srgb, ${token.ink1} 7%, transparent)` },
              '&[aria-disabled="true"], &.Mui-disabled': { color: token.ink3, backgroundColor: 'transparent' },
            },
          },
        ],
      },
      startIcon: { marginLeft: 0, marginRight: 7, '& > *:nth-of-type(1)': { fontSize: 16 } },
      endIcon: { marginRight: 0, marginLeft: 6, '& > *:nth-of-type(1)': { fontSize: 16 } },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: {
        width: height.control,
        height: height.control,
        padding: 0,
        border: '1px solid transparent',
        borderRadius: radius.control,
        color: token.ink2,
        '&:hover': { color: token.ink1, backgroundColor: `color-mix(in srgb, ${token.ink1} 7%, transparent)` },
        '&[aria-disabled="true"]': { color: token.ink3, cursor: 'not-allowed' },
      },
    },
  },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: {
        minHeight: height.control,
        borderRadius: radius.control,
        backgroundColor: token.surface,
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: token.ink2 },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderColor: token.accent, borderWidth: 1 },
        '&.Mui-focused': { outline: `2px solid ${token.accent}`, outlineOffset: 1 },
        '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: token.failed },
        '&.Mui-disabled, &.Mui-readOnly': { backgroundColor: token.sunken },
        '&.Mui-disabled .MuiOutlinedInput-notchedOutline, &.Mui-readOnly .MuiOutlinedInput-notchedOutline': {
          borderColor: token.hairline,
        },
      },
      input: {
        height: 'auto',
        padding: '5px 10px',
        fontSize: 13.5,
        lineHeight: '20px',
        '&::placeholder': { color: token.ink3, opacity: 1 },
        '&.Mui-disabled': { WebkitTextFillColor: token.ink2 },
      },
      multiline: { padding: 0 },
      notchedOutline: { top: 0, borderColor: token.control, '& legend': { display: 'none' } },
      adornedStart: { paddingLeft: 10, '& .MuiOutlinedInput-input': { paddingLeft: 7 } },
      adornedEnd: { paddingRight: 3 },
    },
  },
  MuiInputAdornment: {
    styleOverrides: { root: { color: token.ink2, margin: 0, maxHeight: 'none', height: 'auto' } },
  },
  MuiSelect: {
    styleOverrides: {
      select: { minHeight: 0, '&.MuiOutlinedInput-input': { minHeight: 0, paddingRight: 32 } },
      icon: { top: 'calc(50% - 8px)', right: 10, color: token.ink1, transform: 'none' },
      iconOpen: { transform: 'none' },
    },
  },
  MuiFormLabel: {
    styleOverrides: { root: { color: token.ink1, fontSize: 13.5, '&.Mui-focused': { color: token.ink1 } } },
  },
  MuiFormHelperText: {
    styleOverrides: { root: { margin: '4px 0 0', fontSize: 12.5, lineHeight: '18px', color: token.ink3 } },
  },
  MuiCheckbox: {
    styleOverrides: { root: { padding: 4, color: token.control, '&.Mui-checked': { color: token.accent } } },
  },
  MuiRadio: {
    styleOverrides: { root: { padding: 4, color: token.control, '&.Mui-checked': { color: token.accent } } },
  },
  MuiSwitch: {
    styleOverrides: {
      root: { width: 28, height: 16, padding: 0, borderRadius: 8, overflow: 'visible' },
      switchBase: {
        padding: 2,
        '&.Mui-checked': { transform: 'translateX(12px)' },
        '&.Mui-checked + .MuiSwitch-track': { backgroundColor: token.accent, opacity: 1 },
        '&.Mui-focusVisible + .MuiSwitch-track': ring,
      },
      thumb: { width: 12, height: 12, boxShadow: 'none', backgroundColor: token.surface },
      track: {
        borderRadius: 8,
        backgroundColor: token.control,
        opacity: 1,
        [forcedColors]: { border: '1px solid ButtonText' },
      },
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: {
        height: height.control,
        padding: '0 14px',
        borderColor: token.control,
        borderRadius: radius.control,
        color: token.ink2,
        fontWeight: 550,
        fontSize: 13.5,
        textTransform: 'none',
        '&.Mui-selected, &.Mui-selected:hover': { color: token.ink1, backgroundColor: token.accentSoft },
      },
    },
  },
  MuiTabs: {
    styleOverrides: {
      root: { minHeight: 36, borderBottom: `1px solid ${token.hairline}` },
      list: { gap: 18 },
      indicator: {
        height: 2,
        backgroundColor: token.accent,
        transition: 'none',
        [forcedColors]: { backgroundColor: 'Highlight' },
      },
    },
  },
  MuiTab: {
    styleOverrides: {
      root: {
        minWidth: 0,
        minHeight: 36,
        padding: '8px 0',
        color: token.ink2,
        fontSize: 13.5,
        lineHeight: '20px',
        fontWeight: 550,
        letterSpacing: 0,
        textTransform: 'none',
        '&:hover': { color: token.ink1 },
        '&.Mui-selected': { color: token.ink1 },
        '&.Mui-focusVisible': { ...ring, outlineOffset: -2, borderRadius: radius.chip },
      },
    },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiDialog: {
    styleOverrides: {
      paper: {
        margin: 24,
        border: `1px solid ${token.hairline}`,
        borderRadius: radius.surface + 2,
        backgroundColor: token.surface,
        boxShadow: '0 24px 64px -16px rgb(0 0 0 / 0.4)',
      },
    },
  },
  MuiDialogTitle: {
    styleOverrides: { root: { padding: '18px 20px 0', fontSize: 16, lineHeight: '24px', fontWeight: 650 } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: '8px 20px 16px' } } },
  MuiDialogActions: {
    styleOverrides: { root: { padding: '12px 20px 16px', gap: 8, '& > :not(style) ~ :not(style)': { marginLeft: 0 } } },
  },
  MuiBackdrop: {
    styleOverrides: { root: { '&:not(.MuiBackdrop-invisible)': { backgroundColor: 'rgb(8 14 13 / 0.45)' } } },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, enterNextDelay: 100 },
    styleOverrides: {
      tooltip: {
        maxWidth: 320,
        padding: '6px 9px',
        border: '1px solid transparent',
        borderRadius: radius.control,
        color: token.surface,
        backgroundColor: token.ink1,
        fontSize: 12.5,
        lineHeight: '18px',
        fontWeight: 450,
      },
    },
  },
  MuiPopover: { styleOverrides: { paper: menuPaper } },
  MuiMenu: { styleOverrides: { list: { padding: '4px 0' } } },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        ...option,
        '&:hover, &.Mui-focusVisible': { backgroundColor: token.sunken },
        '&.Mui-focusVisible': { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
        '&.Mui-selected, &.Mui-selected:hover, &.Mui-selected.Mui-focusVisible': { backgroundColor: token.accentSoft },
        '&.Mui-disabled': { opacity: 1, color: token.ink3 },
        [forcedColors]: { '&.Mui-selected': { outline: '2px solid Highlight', outlineOffset: -2 } },
      },
    },
  },
  MuiAutocomplete: {
    styleOverrides: {
      inputRoot: { padding: '0 34px 0 0', minHeight: height.control, gap: 4 },
      input: { '&.MuiAutocomplete-input.MuiOutlinedInput-input': { padding: '5px 10px' } },
      endAdornment: { right: 5, top: 'calc(50% - 12px)', transform: 'none' },
      popupIndicator: { width: 24, height: 24, color: token.ink1, transform: 'none' },
      clearIndicator: { width: 24, height: 24 },
      paper: menuPaper,
      listbox: { padding: '4px 0', maxHeight: 320 },
      option: {
        '&.MuiAutocomplete-option': { ...option, display: 'flex' },
        '&.Mui-focused, &.Mui-focusVisible': { backgroundColor: `${token.sunken} !important` },
        '&[aria-selected="true"]': { backgroundColor: `${token.accentSoft} !important` },
        '&[aria-disabled="true"]': { opacity: '1 !important', color: token.ink3 },
        [forcedColors]: { '&.Mui-focused': { outline: '2px solid Highlight', outlineOffset: -2 } },
      },
      groupLabel: {
        lineHeight: '28px',
        fontSize: 11.5,
        fontWeight: 600,
        color: token.ink3,
        backgroundColor: token.surface,
      },
      noOptions: { padding: '8px 14px', fontSize: 13.5, color: token.ink3 },
      tag: { margin: '0 0 0 4px' },
    },
  },
  MuiChip: {
    styleOverrides: {
      root: { height: 22, borderRadius: radius.chip, fontSize: 12.5, backgroundColor: token.sunken, color: token.ink1 },
      label: { padding: '0 7px' },
    },
  },
  MuiTableCell: {
    styleOverrides: {
      root: {
        height: height.row,
        padding: '4px 10px',
        borderColor: token.hairline,
        fontSize: 13.5,
        lineHeight: '20px',
      },
      head: { fontSize: 12, lineHeight: '18px', fontWeight: 550, color: token.ink2, backgroundColor: token.surface },
    },
  },
  MuiDivider: { styleOverrides: { root: { borderColor: token.hairline } } },
  MuiLink: {
    defaultProps: { underline: 'hover' },
    styleOverrides: { root: { color: token.info, textUnderlineOffset: 2 } },
  },
  MuiSkeleton: { defaultProps: { animation: false }, styleOverrides: { root: { backgroundColor: token.sunken } } },
  MuiLinearProgress: {
    styleOverrides: { root: { height: 2, backgroundColor: token.hairline }, bar: { backgroundColor: token.accent } },
  },
  MuiTypography: { styleOverrides: { root: { fontFeatureSettings: 'inherit' } } },
}
