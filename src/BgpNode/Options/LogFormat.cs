namespace BgpNode.Options;

/// <summary>The shape of a log line.</summary>
public enum LogFormat
{
    /// <summary><see cref="Systemd"/> under journald, <see cref="Simple"/> elsewhere.</summary>
    Auto,

    /// <summary>One line, its level as the prefix that journald understands.</summary>
    Systemd,

    /// <summary>One line with a time of day.</summary>
    Simple,

    /// <summary>One JSON object a line.</summary>
    Json,
}
