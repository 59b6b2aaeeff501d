namespace BgpNode.Protocol.Wire;

/// <summary>What <see cref="AttributeScanner"/> found: MP attributes as they stand, and the rest.</summary>
public ref struct ScannedAttributes
{
    private readonly ReadOnlySpan<byte> _attributes;
    private int _restBegin;
    private int _restEnd;
    private int _tailEnd; // MP attributes reach from _restEnd to here

    internal ScannedAttributes(ReadOnlySpan<byte> attributes)
    {
        _attributes = attributes;
        _restEnd = _tailEnd = attributes.Length;
        RestInOnePiece = true;
    }

    /// <summary>The whole first MP_REACH_NLRI with flags, type and length; empty when there is none.</summary>
    public ReadOnlySpan<byte> MpReachAttribute { get; private set; }

    /// <summary>The whole first MP_UNREACH_NLRI with flags, type and length; empty when there is none.</summary>
    public ReadOnlySpan<byte> MpUnreachAttribute { get; private set; }

    public readonly bool HasMpReach => !MpReachAttribute.IsEmpty;

    public readonly bool HasMpUnreach => !MpUnreachAttribute.IsEmpty;

    /// <summary>One of the two is there twice: the session is reset (RFC 7606 §3 g).</summary>
    public bool Duplicated { get; private set; }

    /// <summary>The attributes run off the end (RFC 7606 §4).</summary>
    public bool Overrun { get; private set; }

    /// <summary>Whether <see cref="Rest"/> holds everything else: MP attributes stood at the ends only, where RFC 7606 §5.1 wants them.</summary>
    public bool RestInOnePiece { get; private set; }

    /// <summary>The other attributes, when they are in one piece; else see <see cref="CopyRest"/>.</summary>
    public readonly ReadOnlySpan<byte> Rest => _attributes[_restBegin.._restEnd];

    /// <summary>Copies the other attributes together and returns how many octets they have.</summary>
    /// <param name="destination">As long as all attributes.</param>
    public readonly int CopyRest(Span<byte> destination)
    {
        int copied = 0;
        int from = 0;
        var reader = new AttributeReader(_attributes);
        while (reader.Next())
        {
            if (reader.Type is AttributeType.MpReachNlri or AttributeType.MpUnreachNlri)
            {
                _attributes[from..reader.Offset].CopyTo(destination[copied..]);
                copied += reader.Offset - from;
                from = reader.Offset + reader.Whole.Length;
            }
        }

        _attributes[from..].CopyTo(destination[copied..]); // with the octets after an overrun: they are judged as well
        return copied + _attributes.Length - from;
    }

    internal void Add(in AttributeReader reader)
    {
        if (reader.Type == AttributeType.MpReachNlri)
        {
            Duplicated |= HasMpReach;
            MpReachAttribute = HasMpReach ? MpReachAttribute : reader.Whole;
        }
        else
        {
            Duplicated |= HasMpUnreach;
            MpUnreachAttribute = HasMpUnreach ? MpUnreachAttribute : reader.Whole;
        }

        int begin = reader.Offset;
        int end = begin + reader.Whole.Length;
        if (begin == _restBegin)
        {
            _restBegin = end;
        }
        else if (_restEnd == _attributes.Length)
        {
            _restEnd = begin;
            _tailEnd = end;
        }
        else if (begin == _tailEnd)
        {
            _tailEnd = end;
        }
        else
        {
            RestInOnePiece = false;
        }
    }

    internal void Close(bool overrun)
    {
        Overrun = overrun;
        RestInOnePiece &= _tailEnd == _attributes.Length;
    }
}
