{{- define "clamav.configName" -}}
{{ include "practika.fit" (list (printf "%s-config" (include "practika.fullname" .)) 63) }}
{{- end }}

{{- define "clamav.config" -}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "practika.metadata" (dict "root" . "name" (include "clamav.configName" .) "component" "clamd") | nindent 2 }}
data:
  {{- include "clamav.files" . | nindent 2 }}
{{- end }}

{{- define "clamav.files" -}}
clamd.conf: |
  Foreground yes
  LogTime yes
  TCPSocket 3310
  LocalSocket /tmp/clamd.sock
  FixStaleSocket yes
  DatabaseDirectory /var/lib/clamav
  TemporaryDirectory /tmp
  StreamMaxLength {{ .Values.clamd.streamMaxLength }}
  MaxFileSize {{ .Values.clamd.maxFileSize }}
  MaxScanSize {{ .Values.clamd.maxScanSize }}
  MaxScanTime {{ .Values.clamd.maxScanTime | int }}
  MaxFiles 20000
  MaxRecursion 20
  # What has not been read to its end is a finding: below a limit clamd would answer OK for it.
  AlertExceedsMax yes
  AlertEncrypted yes
  MaxThreads {{ .Values.clamd.maxThreads | int }}
  MaxConnectionQueueLength 64
  ReadTimeout 120
  CommandReadTimeout 30
  SelfCheck 600
  # Signatures are in memory once, not twice while new ones are loaded: scans wait for some seconds instead.
  ConcurrentDatabaseReload no
freshclam.conf: |
  DatabaseDirectory /var/lib/clamav
  {{- with .Values.signatures }}
  {{- if .privateMirror }}
  PrivateMirror {{ .privateMirror }}
  {{- else }}
  DNSDatabaseInfo current.cvd.clamav.net
  {{- range .mirrors }}
  DatabaseMirror {{ . }}
  {{- end }}
  {{- end }}
  {{- range .customUrls }}
  DatabaseCustomURL {{ . }}
  {{- end }}
  {{- range .exclude }}
  ExcludeDatabase {{ . }}
  {{- end }}
  {{- with .proxy }}
  HTTPProxyServer {{ regexReplaceAll ":[0-9]+/?$" . "" }}
  HTTPProxyPort {{ regexFind "[0-9]+/?$" . | trimSuffix "/" }}
  {{- end }}
  {{- end }}
  ConnectTimeout 30
  ReceiveTimeout 600
  MaxAttempts 3
  TestDatabases yes
{{- end }}
