{{/* The programs of the pod: signatures once before anything else, the scanner, and signatures again and again. */}}

{{- define "clamav.image" -}}
image: {{ include "practika.image" (dict "root" . "image" .Values.image "foreign" true) }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- include "practika.containerSecurity" . | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{- define "clamav.signatures" -}}
- name: signatures
  {{- include "clamav.image" . | nindent 2 }}
  # Old signatures are better than none: how old they may be is decided by those who ask for a scan.
  command:
    - /bin/sh
    - -c
    - freshclam --config-file=/etc/practika/freshclam.conf --stdout || ls /var/lib/clamav | grep -E '[.](cvd|cld|[hmn]db|[hn]sb)$'
  resources:
    {{- toYaml .Values.freshclam.resources | nindent 4 }}
  volumeMounts:
    - {name: config, mountPath: /etc/practika, readOnly: true}
    - {name: signatures, mountPath: /var/lib/clamav}
    - {name: freshclam-tmp, mountPath: /tmp}
{{- end }}

{{- define "clamav.clamd" -}}
- name: clamd
  {{- include "clamav.image" .root | nindent 2 }}
  command: [clamd, --foreground, --config-file=/etc/practika/clamd.conf]
  ports:
    - {name: clamd, containerPort: 3310, protocol: TCP}
  # It listens once the signatures are loaded. While new ones are loaded it answers nobody: not ready, yet alive.
  startupProbe:
    exec:
      command: [clamdscan, --ping, "1", --config-file=/etc/practika/clamd.conf]
    periodSeconds: 5
    timeoutSeconds: 5
    failureThreshold: {{ div (add (.root.Values.clamd.startupSeconds | int) 4) 5 }}
  readinessProbe:
    exec:
      command: [clamdscan, --ping, "1", --config-file=/etc/practika/clamd.conf]
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 3
  livenessProbe:
    tcpSocket: {port: clamd}
    periodSeconds: 20
    timeoutSeconds: 5
    failureThreshold: 6
  resources:
    {{- toYaml .c.values.resources | nindent 4 }}
  volumeMounts:
    - {name: config, mountPath: /etc/practika, readOnly: true}
    - {name: signatures, mountPath: /var/lib/clamav, readOnly: true}
    - {name: tmp, mountPath: /tmp}
{{- end }}

{{/*
A loop and not the daemon: a daemon that hangs looks alive for ever, while here a check that does not end is ended, and a loop
that does not turn is noticed. clamd finds new signatures by itself (SelfCheck).
*/}}
{{- define "clamav.freshclam" -}}
{{- $pause := div 86400 (.Values.signatures.checksPerDay | int) -}}
- name: freshclam
  {{- include "clamav.image" . | nindent 2 }}
  command:
    - /bin/sh
    - -c
    - |
      trap 'exit 0' TERM INT
      while :; do
        touch /tmp/turned
        sleep {{ $pause }} & wait $!
        timeout 1800 freshclam --config-file=/etc/practika/freshclam.conf --stdout
      done
  startupProbe:
    exec:
      command: [test, -e, /tmp/turned]
    periodSeconds: 2
    failureThreshold: 30
  readinessProbe:
    exec:
      command: [test, -s, /var/lib/clamav/freshclam.dat]
    periodSeconds: 60
    timeoutSeconds: 5
  livenessProbe:
    exec:
      command: [/bin/sh, -c, {{ printf "test -n \"$(find /tmp/turned -mmin -%d)\"" (div (add $pause 3600) 60) | quote }}]
    periodSeconds: 300
    timeoutSeconds: 10
    failureThreshold: 2
  resources:
    {{- toYaml .Values.freshclam.resources | nindent 4 }}
  volumeMounts:
    - {name: config, mountPath: /etc/practika, readOnly: true}
    - {name: signatures, mountPath: /var/lib/clamav}
    - {name: freshclam-tmp, mountPath: /tmp}
{{- end }}
